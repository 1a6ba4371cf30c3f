import { randomInt } from 'node:crypto';

const ADJECTIVES =
  'able agile amber ample apt bold brave bright brisk calm candid casual charming clean clever crisp curious daring deft eager early exact fair fancy fast fine firm fluent fond frank fresh gentle glad grand handy happy hardy honest humble keen kind lively loyal lucid lucky mellow merry mild modest neat nimble noble patient placid polite proud quick quiet rapid ready robust round serene sharp shiny silent sleek smart smooth snug solid spry stable steady stoic sunny swift tidy trim upbeat valid vivid warm wise witty zesty'.split(
    ' ',
  );
const NOUNS =
  'ant auk badger bass bat bear beaver bee bison boar bug carp cat colt conch cow crab crane crow cub deer doe dog dove duck eel elk ewe fawn finch fish flea fowl fox frog gnat gnu goat goose grouse grub gull hare hawk hen heron hog horse ibis jay kite koi lamb lark lion loon lynx mare midge mink mole moose moth mouse mule newt owl ox panda perch pig pike pony pug quail ram rat ray robin rook seal shad shark sheep shrew skink slug smelt snail snake squid stag stoat swan tern toad trout turtle vole wasp whale wolf worm wren yak zebra'.split(
    ' ',
  );

/** Of a run that came without one: `swift-heron-412`. */
export function randomRunName(): string {
  return `${ADJECTIVES[randomInt(ADJECTIVES.length)]}-${NOUNS[randomInt(NOUNS.length)]}-${randomInt(1000)}`;
}
