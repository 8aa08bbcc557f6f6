// The table of commands.
import { diffCommand } from './audit/diffCommand.ts';
import { keygenCommand } from './audit/keygenCommand.ts';
import { verifyCommand } from './audit/verifyCommand.ts';
import { captureCommand } from './captureCommand.ts';
import { changesCommand } from './changesCommand.ts';
import type { CommandSpec } from './command.ts';
import { exportCommand } from './exportCommand.ts';
import { generateCommand } from './generateCommand.ts';
import { historyCommand } from './historyCommand.ts';
import { importCommand } from './import/importCommand.ts';
import { listCommand } from './listCommand.ts';
import { rebuildCommand } from './rebuildCommand.ts';
import { replayCommand } from './replay/replayCommand.ts';
import { scorecardCommand } from './scorecardCommand.ts';
import { demoCommand, serveCommand } from './serveCommands.ts';
import { showCommand } from './showCommand.ts';
import { statisticsCommand } from './statisticsCommand.ts';

export const COMMANDS: readonly CommandSpec[] = [
  serveCommand,
  demoCommand,
  importCommand,
  listCommand,
  showCommand,
  historyCommand,
  changesCommand,
  statisticsCommand,
  scorecardCommand,
  exportCommand,
  replayCommand,
  verifyCommand,
  diffCommand,
  captureCommand,
  rebuildCommand,
  generateCommand,
  keygenCommand,
];
