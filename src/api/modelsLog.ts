// Says in the node's log what becomes of the read models: records set aside, storage that fails and is well again.
import type { ModelsNews } from '../projections/readModels.ts';
import type { Logger } from './log.ts';

const ASIDE = 'a version that can fold it brings it back by itself; its history stays readable';

export const sayModels =
  (log: Logger) =>
  (news: ModelsNews): void => {
    switch (news.news) {
      case 'set-aside':
        log.error('a record is set aside: an event of it cannot be folded', { ...news.record, remedy: ASIDE });
        return;
      case 'are-aside':
        log.error('records are set aside: an event of each cannot be folded', { ...news.aside, remedy: ASIDE });
        return;
      case 'bringing-back':
        log.info('a record that was set aside can be folded now: the read models are built anew', { ...news.record });
        return;
      case 'stalled':
        log.error('the read models cannot be written: reads go on, and it is tried again until they can', {
          reason: news.reason,
        });
        return;
      case 'damaged':
        log.error('the read models are damaged: they are built again from the history, and answer nothing until then', {
          reason: news.reason,
        });
        return;
      case 'recovered':
        log.info('the read models can be written again');
        return;
      case 'not-built':
        log.error('the read models could not be built: they follow the journal, or those in use stay', {
          reason: news.reason,
        });
        return;
      default:
        news satisfies never;
    }
  };
