"""What is made from the register's own words: phase, character and town or country. SQL, because rows stay in the database."""

# From the register's phase; where it has none (independent and special schools), from the type and the ages.
PHASE = """
CASE
  WHEN kind_group IN ('Children''s Centres', 'Universities') THEN ''
  WHEN kind ~* '\\mspecial' OR kind_group = 'Special schools' THEN 'Special'
  WHEN phase_name ~* 'nursery' THEN 'Nursery'
  WHEN phase_name ~* 'primary' THEN 'Primary'
  WHEN phase_name ~* 'secondary' THEN 'Secondary'
  WHEN phase_name ~* 'all.?through' THEN 'All-through'
  WHEN phase_name ~* '16 plus' OR kind_group = 'Colleges' THEN '16 plus'
  WHEN high_age <= 5 THEN 'Nursery'
  WHEN low_age >= 16 THEN '16 plus'
  WHEN low_age >= 9 THEN 'Secondary'
  WHEN high_age <= 13 THEN 'Primary'
  WHEN low_age < 9 AND high_age > 13 THEN 'All-through'
  ELSE ''
END"""

# Of two characters (“Church of England/Methodist”) the first one counts. Empty stays unknown.
CHARACTER = """
CASE
  WHEN religious_character = '' THEN ''
  WHEN religious_character ~* '^(does not apply|none|no religious|non.?faith|multi)' THEN 'No religious character'
  WHEN split_part(religious_character, '/', 1) ~* 'church of england|anglican|^c of e' THEN 'Church of England'
  WHEN split_part(religious_character, '/', 1) ~* 'orthodox' AND religious_character !~* 'jewish' THEN 'Orthodox'
  WHEN split_part(religious_character, '/', 1) ~* 'catholic' THEN 'Catholic'
  WHEN split_part(religious_character, '/', 1) ~* 'methodist' THEN 'Methodist'
  WHEN religious_character ~* 'muslim|islam|sunni|shi' THEN 'Muslim'
  WHEN religious_character ~* 'jewish|jewis|judai|hasidic|haredi' THEN 'Jewish'
  WHEN religious_character ~* 'sikh' THEN 'Sikh'
  WHEN religious_character ~* 'hindu' THEN 'Hindu'
  WHEN religious_character ~* 'buddhis' THEN 'Buddhist'
  WHEN religious_character ~* 'christian|quaker|church|baptist|adventist|congregational|moravian|salvation|reformed|evangel'
    THEN 'Other Christian'
  ELSE 'Other'
END"""

IS_URBAN = "CASE WHEN urban_rural ~* 'urban|city' THEN true WHEN urban_rural ~* 'rural|hamlet' THEN false END"
