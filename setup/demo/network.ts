import type { Crew } from './crew';
import { expertService } from './network/experts';
import { contestStory } from './network/contest';
import { diagnosisStory } from './network/diagnosis';
import { chiefOfficers } from './network/chief-officers';
import { safetyFund } from './network/fund';
import { standingAlone } from './network/rectification';
import { header, type NetworkStory } from './network/story';
import { training } from './network/training';
import { wardens } from './network/wardens';
import { zoneInFigures } from './network/zone';
import { printEnd, type Row } from './table';

/** The zone's safety systems beside tip-offs and projects, a story of each. */
const stories: readonly NetworkStory[] = [
  standingAlone,
  safetyFund,
  chiefOfficers,
  wardens,
  expertService,
  contestStory,
  training,
  diagnosisStory,
  zoneInFigures,
];

/** Plays a story of each system and prints how its cases have ended. */
export async function demonstrateNetwork(crew: Crew): Promise<void> {
  const rows: Row[] = [];
  for (const story of stories) {
    process.stdout.write(`\n— ${story.title}\n`);
    rows.push(...(await story.play(crew)));
  }
  printEnd(header, rows);
}
