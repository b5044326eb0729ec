"""What an exercise is: one file in this folder, holding one function named after the file.

The first parameter receives the picture; its type says which kind. A second picture
parameter is a second slot. Every other parameter is a knob: a default, a `Range` (or a
Literal, or bool, or `Strokes`) and a `Text` label. That signature is the only declaration there is.

Constants beside it: TITLE, GROUP, ABOUT (all needed), FORMULA, SOURCE, DEPTHS, BEST_ON, ORDER, LOCAL, FACTS,
COST (how the time grows: "O(HWk^2)", as LaTeX).
Functions beside it: `naive` with TRAP, and `stages`, both with the parameters of the exercise.
"""

from ops._exercise import GROUPS as GROUPS
from ops._exercise import Color as Color
from ops._exercise import Exercise as Exercise
from ops._exercise import Gray as Gray
from ops._exercise import Knob as Knob
from ops._exercise import Measure as Measure
from ops._exercise import Picture as Picture
from ops._exercise import Pixels as Pixels
from ops._exercise import Range as Range
from ops._exercise import Refused as Refused
from ops._exercise import Result as Result
from ops._read import exercises as exercises
from ops._strokes import Strokes as Strokes
from study.text import Text as Text
