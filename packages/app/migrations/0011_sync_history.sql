-- Where the last 30 days begin, and the operations of one intent that was too large for one.
create index operations_by_age on operations (user_id, applied_at);
create index operations_of_group on operations (user_id, client_id, group_id, n) where group_id is not null;
