// What a node's own folder remembers of what was signed: in its log.db, and in those that were set aside.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asideIn } from '../../support/setAside.ts';
import { AuditError } from '../auditError.ts';
import { type KnownCheckpoint, type LogIdentity, openKnown } from './known.ts';
import { LOG_FILE, LogFile } from './logFile.ts';

export interface Memory extends KnownCheckpoint {
  /** whether who remembers it might continue the line: a node that only served it might not */
  readonly continues: boolean;
}

/** The last checkpoint of each log. @throws AuditError what openKnown throws; DataDirRefused where one cannot be read */
export function memoriesIn(dataDir: string, own: LogFile, identity: LogIdentity): Memory[] {
  const kept = remembered(own, `${LOG_FILE} of DATA_DIR`, identity);
  return [...kept, ...asideIn(dataDir).flatMap((folder) => setAsideIn(folder, identity))];
}

/** A log of another origin says nothing of this one. */
function setAsideIn(folder: string, identity: LogIdentity): Memory[] {
  const path = join(folder, LOG_FILE);
  if (!existsSync(path)) return [];
  const file = LogFile.openReader(folder);
  try {
    return remembered(file, path, identity);
  } catch (error) {
    if (error instanceof AuditError && error.code === 'OTHER_LOG') return [];
    throw error;
  } finally {
    file.close();
  }
}

const remembered = (file: LogFile, where: string, identity: LogIdentity): Memory[] =>
  file
    .checkpoints(1)
    .map((note) => ({ ...openKnown(note, where, identity), continues: file.line()?.adopted !== false }));
