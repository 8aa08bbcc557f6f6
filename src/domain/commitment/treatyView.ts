// What the public reads of what depositaries keep beside positions: reservations, declarations, corrections of the text.
import type { Dated } from './effect.ts';
import { saidAt } from './said.ts';
import type { State } from './state.ts';

const some = <Item>(items: readonly Item[]): readonly Item[] | undefined => (items.length === 0 ? undefined : items);

/** There only where there is something. JSON leaves undefined out. */
export const treatyView = (state: State) => ({
  openForSignature: state.openForSignature,
  entering: some(state.force.entering.map(enteringView)),
  reservations: some(state.kept.ReservationMade.map((made) => reservationView(made, state.kept))),
  declarations: some(state.kept.DeclarationMade.map((made) => declarationView(made, state.kept))),
  textCorrections: some(
    state.kept.TextCorrected.map((correction) => {
      const { by, provisions, reads, instead } = correction.event.data;
      return { ...saidAt(correction), by, provisions, reads, instead };
    }),
  ),
});

const enteringView = ({ at, entry }: State['force']['entering'][number]) => ({
  ...saidAt(entry),
  takesEffect: new Date(at).toISOString(),
  parties: entry.event.data.parties,
  basis: entry.event.data.basis,
});

function reservationView(made: Dated<'ReservationMade'>, kept: State['kept']) {
  const { id, data } = made.event;
  const { party, summary, provisions, modifies } = data;
  const modified = kept.ReservationMade.findLast(({ event }) => event.data.modifies === id);
  const withdrawn = kept.ReservationWithdrawn.find(({ event }) => event.data.reservation === id);
  const objections = kept.ReservationObjected.filter(({ event }) => event.data.reservation === id);
  return {
    ...saidAt(made),
    party,
    summary,
    provisions,
    modifies,
    standing: withdrawn ? ('withdrawn' as const) : modified ? ('modified' as const) : ('stands' as const),
    withdrawn: withdrawn && saidAt(withdrawn),
    modified: modified && saidAt(modified),
    objections: objections.map((objection) => {
      const { party: objector, precludesForce, summary: said } = objection.event.data;
      return { ...saidAt(objection), party: objector, precludesForce, summary: said };
    }),
  };
}

function declarationView(made: Dated<'DeclarationMade'>, kept: State['kept']) {
  const { id, data } = made.event;
  const { party, summary, territories, territorial, takesEffect } = data;
  const withdrawn = kept.DeclarationWithdrawn.find(({ event }) => event.data.declaration === id);
  return {
    ...saidAt(made),
    party,
    summary,
    territorial,
    territories,
    takesEffect,
    withdrawn: withdrawn && saidAt(withdrawn),
  };
}
