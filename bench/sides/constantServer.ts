// Baseline: an Express route at the same address that sends a constant buffer, made once, with its ETag.
import express from 'express';
import { serve } from '../../src/api/serve.ts';
import type { OpenSide } from '../harness/side.ts';
import type { AnswersArgs, AnswersTold } from './answerServer.ts';
import { underGets } from './getLoad.ts';

export const open: OpenSide<Omit<AnswersArgs, 'dataDir'> & AnswersTold> = async ({ path, body, ...load }) => {
  const constant = Buffer.from(body);
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.get('/v1/commitments/:id', (_req, res) => {
    res.setHeader('ETag', '"3-0123456789abcdef"');
    res.setHeader('Content-Type', 'application/json');
    res.setHeader('Content-Length', constant.length);
    res.end(constant);
  });
  const serving = await serve(app, { host: '127.0.0.1', port: 0 });
  return {
    run: () => underGets({ url: serving.url, paths: [path], ...load }),
    close: () => serving.close(),
  };
};
