-- Handovers that a person offered or received in the period, each step one; what was withdrawn is none.
SELECT
  handovers.place AS handed_place,
  handovers.number AS handover,
  handovers.giver,
  handovers.receiver,
  'offer' AS action,
  handovers.offered_by AS person
FROM handovers CROSS JOIN asked
WHERE handovers.state IN ('offer', 'receive')
  AND handovers.offered_day >= asked.since_day AND handovers.offered_day <= asked.until_day
UNION ALL
SELECT
  handovers.place AS handed_place,
  handovers.number AS handover,
  handovers.giver,
  handovers.receiver,
  'receive' AS action,
  handovers.received_by AS person
FROM handovers CROSS JOIN asked
WHERE handovers.state = 'receive'
  AND handovers.received_day >= asked.since_day AND handovers.received_day <= asked.until_day
