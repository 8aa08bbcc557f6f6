// The process of one round's client.
import { type Load, load } from './httpLoad.ts';

process.send?.(await load(JSON.parse(process.argv[2] ?? '{}') as Load));
process.disconnect?.();
