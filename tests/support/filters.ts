// Filters of lists, each way of asking at least once.
import type { CommitmentFilter } from '../../src/projections/readModels.ts';
import { OTHER } from './history.ts';

export const FILTERS: readonly CommitmentFilter[] = [
  {},
  { kind: 'body' },
  { status: 'agreed' },
  { status: 'overdue' },
  { status: 'delivered' },
  { status: 'lapsed', party: 'KR' },
  { kind: 'cooperation', status: 'in_progress' },
  { party: 'NATO' },
  { contested: true, party: 'KR' },
  { occasion: 'summit-0' },
  { grouping: 'IP4', area: 'space' },
  { linkedTo: OTHER },
  { linkedTo: OTHER, relation: 'part_of' },
  { relation: 'implements' },
  { relation: 'part_of', status: 'agreed' },
  { linkedTo: OTHER, party: 'KR', area: 'space' },
  { timeliness: 'overdue' },
  { timeliness: 'due' },
  { timeliness: 'late' },
  { timeliness: 'none', kind: 'cooperation' },
  { q: 'CÖOPERATION 3*' },
  { q: 'funded', area: 'land' },
  { q: 'dialogue' },
  { q: 'dialogue', status: 'agreed' },
  { q: 'co*', kind: 'cooperation', status: 'overdue' },
  { q: 'direct* "level)' },
  { q: 'working-level KR' },
  { q: '()*' },
];
