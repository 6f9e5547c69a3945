import { Type } from 'typebox';
import { OneOf } from '../../../../domain/case/form';
import { figureUnits } from '../../../../record/views/figure';
import { Bilingual, Day, Instant, Named, Nullable, strict } from '../../shapes';

/* Figures of a view: what they are called, in what they are counted, and where they lead. */

export const FigureSchema = Named(
  'Figure',
  Type.Object(
    {
      figure: Type.String({ description: 'its name, which stays the same' }),
      title: Bilingual,
      unit: OneOf({ zh: '单位', en: 'Unit' }, figureUnits),
      value: Nullable(Type.Union([Type.Integer(), Type.String({ description: 'the name of somebody' })])),
      leadsTo: Type.String({ description: 'address of the reading that shows what was counted' }),
    },
    strict,
  ),
);

export const ZoneViewSchema = Named(
  'ZoneView',
  Type.Object({ zone: Type.String(), asOf: Instant, on: Day, figures: Type.Array(FigureSchema) }, strict),
);
