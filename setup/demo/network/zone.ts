import type { NetworkStory } from './story';

interface Figure {
  readonly title: { readonly en: string };
  readonly value: number | string | null;
  readonly unit: string;
  readonly leadsTo: string;
}

/** What all of it comes to: the zone in figures, each with where it leads. */
export const zoneInFigures: NetworkStory = {
  title: 'One view of the zone 全区一览',
  async play(crew) {
    const { on, figures } = (await crew.person('chief').get('/api/network/zone')) as unknown as {
      readonly on: string;
      readonly figures: readonly Figure[];
    };
    for (const { title, value, unit, leadsTo } of figures)
      crew.say(`${on}  ${title.en}: ${value ?? '-'} ${unit}  → ${leadsTo}`);
    return [];
  },
};
