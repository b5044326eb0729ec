"""The windows in which a CT is usually read, in HU."""

from scans.scan import Window
from study.text import Text

SOFT_TISSUE = Window(40, 400, Text("软组织窗", "Soft tissue"))
LUNG = Window(-600, 1500, Text("肺窗", "Lung"))
MEDIASTINUM = Window(50, 350, Text("纵隔窗", "Mediastinum"))
BONE = Window(400, 1800, Text("骨窗", "Bone"))
BRAIN = Window(40, 80, Text("脑窗", "Brain"))
LIVER = Window(60, 160, Text("肝窗", "Liver"))

CT = (SOFT_TISSUE, LUNG, MEDIASTINUM, BONE, BRAIN, LIVER)
