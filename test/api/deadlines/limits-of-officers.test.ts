import { letEveryLimitRun } from './run/asked-of-every-limit';
import { officerScripts } from './run/scripts';

letEveryLimitRun('officers', officerScripts('late'), officerScripts('last-second'));
