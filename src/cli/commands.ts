// The table of commands. Each is loaded when it is asked for: a server has no use for the others.
import type { CommandSpec } from './command.ts';

interface Loadable {
  /** the same as its spec's */
  readonly name: CommandSpec['name'];
  readonly load: () => Promise<CommandSpec>;
}

export const COMMANDS: readonly Loadable[] = [
  { name: 'serve', load: async () => (await import('./serveCommands.ts')).serveCommand },
  { name: 'demo', load: async () => (await import('./serveCommands.ts')).demoCommand },
  { name: 'import', load: async () => (await import('./import/importCommand.ts')).importCommand },
  { name: 'list', load: async () => (await import('./listCommand.ts')).listCommand },
  { name: 'show', load: async () => (await import('./showCommand.ts')).showCommand },
  { name: 'history', load: async () => (await import('./historyCommand.ts')).historyCommand },
  { name: 'changes', load: async () => (await import('./changesCommand.ts')).changesCommand },
  { name: 'statistics', load: async () => (await import('./statisticsCommand.ts')).statisticsCommand },
  { name: 'scorecard', load: async () => (await import('./scorecardCommand.ts')).scorecardCommand },
  { name: 'parts', load: async () => (await import('./partsCommand.ts')).partsCommand },
  { name: 'export', load: async () => (await import('./exportCommand.ts')).exportCommand },
  { name: 'replay', load: async () => (await import('./replay/replayCommand.ts')).replayCommand },
  { name: 'verify', load: async () => (await import('./audit/verifyCommand.ts')).verifyCommand },
  { name: 'diff', load: async () => (await import('./audit/diffCommand.ts')).diffCommand },
  { name: 'capture', load: async () => (await import('./captureCommand.ts')).captureCommand },
  { name: 'holder', load: async () => (await import('./holderCommand.ts')).holderCommand },
  { name: 'rebuild', load: async () => (await import('./rebuildCommand.ts')).rebuildCommand },
  { name: 'generate', load: async () => (await import('./generateCommand.ts')).generateCommand },
  { name: 'adopt', load: async () => (await import('./audit/adoptCommand.ts')).adoptCommand },
  { name: 'set-aside', load: async () => (await import('./setAsideCommand.ts')).setAsideCommand },
  { name: 'keygen', load: async () => (await import('./audit/keygenCommand.ts')).keygenCommand },
];
