// Opens a commitment on a node of a test.
import { agreedBody, type TestNode } from './node.ts';

export const recordBody = (node: Pick<TestNode, 'record'>, title: string) =>
  node.record('AgreeBody', { ...agreedBody, title });
