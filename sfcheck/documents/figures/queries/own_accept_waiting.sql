-- Claims that wait for the locality to check and accept them.
SELECT own_accept.* FROM own_accept WHERE own_accept.status = 'submitted'
