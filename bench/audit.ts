// `npm run bench -- audit`: what it costs to check a history, to prove an entry of it, and to keep the log.
import { runs as catchup } from './audit/catchUp.ts';
import { runs as proofs } from './audit/proofs.ts';
import { runs as verify } from './audit/verify.ts';
import type { Part } from './harness/bench.ts';

export const parts: Readonly<Record<string, Part>> = { verify, proofs, catchup };
