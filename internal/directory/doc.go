// Package directory knows who is who, and since when: organs, people, the posts they hold, mandates to sign, terms of
// committees, and the groups that a Nơi nhận names.
//
// It owns the tables organ, organ_short_name, organ_successor, person, holding, mandate, term, org_group and
// group_member. It answers which roles a person has, who may sign for an organ and with which lines above the name,
// and who belongs to a group. It refuses a look-up without a date, an organ that has closed (naming its successors),
// and a signature without a right.
//
// What always holds:
//   - Everything is effective-dated: valid_from and valid_to are both days on which the row holds, "" is open. A row is
//     ended, never rewritten: a document of 2014 still finds the organ, the officer and the group of 2014.
//   - Rights follow the post, not the account. A person whose last holding ended has no role.
//   - An organ of several posts has one head at a time; terms of one committee share no day; a mandate comes from the
//     head in office on the day it is used, in writing, and a mandate gives none further (NĐ 30/2020 Art. 13).
//   - Văn thư and administrators never head an organ and never sign.
//   - Every change writes one event about the organ or the person it touches.
//
// Names are compared folded (see Fold): case, spaces, dashes and the place of the tone mark do not count, accents do.
package directory
