// A rebuild of the read models, asked for over HTTP: it is made beside those in use, and answers go on meanwhile.
// Law: PUT, since a page of another site can send a POST without asking; and whoever asks again joins the one under way.
import { reason } from '../support/reason.ts';
import type { Context, Handler } from './parts.ts';
import { takesNoParameters } from './records.ts';
import { sendJson } from './sendJson.ts';

type Outcome = { readonly state: 'none' | 'running' | 'done' } | { readonly state: 'failed'; readonly reason: string };

export function rebuilds(context: Pick<Context, 'readModels' | 'log'>) {
  const { readModels, log } = context;
  let outcome: Outcome = { state: 'none' };
  const start = (actor: string): void => {
    outcome = { state: 'running' };
    log.info('the read models are rebuilt', { actor });
    readModels.rebuild().then(
      () => {
        outcome = { state: 'done' };
        log.info('the read models were rebuilt');
      },
      (error: unknown) => {
        outcome = { state: 'failed', reason: reason(error) };
        log.error('the read models could not be rebuilt: those in use stay', { reason: reason(error) });
      },
    );
  };
  const told = () => ({ ...outcome, ...readModels.health()[0]?.rebuild });
  return {
    startRebuild(req, res, actor) {
      takesNoParameters(req);
      if (outcome.state !== 'running') start(actor);
      sendJson(res, 202, told(), { Location: '/v1/rebuild' });
    },
    readRebuild(req, res) {
      takesNoParameters(req);
      sendJson(res, 200, told());
    },
  } satisfies Record<string, Handler>;
}
