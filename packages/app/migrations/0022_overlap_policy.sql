-- What happens to entries that are in the way of a new or moved one (D18); null: they stay, and people are asked first.
alter table settings
  add column overlap text constraint settings_overlap_known check (overlap in ('allow', 'trim', 'split', 'forbid'));
