-- What the locality has accepted, as it stands now.
SELECT own_accept.* FROM own_accept WHERE own_accept.status IN ('accepted', 'closed')
