// What the API is made of, and what every route is given.
import type { Request, Response } from 'express';
import type { TransparencyLog } from '../audit/log/openLog.ts';
import type { CaptureStore } from '../captures/captureStore.ts';
import type { ApiKey } from '../config/apiKeys.ts';
import type { HolderNames } from '../holders/holderNames.ts';
import type { Journal } from '../journal/journal.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ReadModels } from '../projections/readModels.ts';
import type { EngineHealth } from '../store/eventStore.ts';
import type { SendAnswer } from './answers.ts';
import type { Identify } from './caller.ts';
import type { Frontier } from './frontier.ts';
import type { Logger } from './log.ts';

export interface ApiParts {
  readonly ledger: Pick<Ledger, 'execute' | 'judge'>;
  readonly journal: Journal;
  readonly readModels: ReadModels;
  /** absent: this node keeps no log, and says so to whoever asks for it */
  readonly transparencyLog?: Pick<TransparencyLog, 'reader' | 'health' | 'covers'>;
  readonly storeHealth: () => EngineHealth;
  /** why this node's history is not one to go on with, in words; undefined where it is */
  readonly refusing?: () => string | undefined;
  /** undefined: nobody is asked who they are */
  readonly apiKeys: readonly ApiKey[] | undefined;
  /** where absent, this node keeps none */
  readonly captures?: CaptureStore | undefined;
  /** the names of who holds an office; where absent, this node keeps none */
  readonly holders?: HolderNames | undefined;
  readonly log: Logger;
  /** milliseconds since 1970 */
  readonly clock?: () => number;
  /** the longest a caller waits for this node to have something, milliseconds; 2,000 where absent */
  readonly wait?: number;
}

/** The parts as the routes see them. */
export interface Context extends Required<Omit<ApiParts, 'transparencyLog'>>, Pick<ApiParts, 'transparencyLog'> {
  readonly frontier: Frontier;
  readonly identify: Identify;
  readonly sendAnswer: SendAnswer;
}

/** A route's work. What it throws becomes a problem document. @param actor empty where the route asks nobody */
export type Handler = (req: Request, res: Response, actor: string) => void | Promise<void>;
