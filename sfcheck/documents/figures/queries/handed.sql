-- One row for each issue in the area on the list of a handover that was received.
SELECT
  issues.*,
  handovers.place AS handed_place,
  handovers.number AS handover,
  handovers.giver,
  handovers.receiver,
  handovers.received_at
FROM handovers
JOIN listed ON listed.path = handovers.path
JOIN issues ON issues.number = listed.issue
JOIN area ON area.place = issues.place
WHERE handovers.state = 'receive'
