-- How often a process ended while it did a job: one that ends every process is not tried for ever.
alter table job add column interruptions integer not null default 0;
