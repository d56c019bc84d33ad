#!/usr/bin/env python3
"""Makes the faces in src/main/resources/assay/report/fonts from the Noto fonts (OFL 1.1).

Usage: make-fonts.py NOTO_SANS_DIR NOTO_SANS_SC_DIR NOTO_SANS_MONO_DIR OUT_DIR
Each folder holds the unpacked npm package of its face (400Regular/, 700Bold/):
@expo-google-fonts/noto-sans 0.4.2, noto-sans-sc 0.4.3, noto-sans-mono 0.4.2.
Needs fonttools 4.x and brotli. Not part of the build: its results are committed.
"""
import glob
import os
import subprocess
import sys
import tempfile

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

LATIN = (
    list(range(0x20, 0x7F)) + list(range(0xA0, 0x180)) + list(range(0x386, 0x3CF))
    + [0x3D1, 0x3D5, 0x3F5] + list(range(0x400, 0x460)) + [0x1E9E]
    + list(range(0x2007, 0x200B)) + list(range(0x2010, 0x2030)) + [0x202F, 0x2030, 0x2032, 0x2033]
    + [0x2039, 0x203A, 0x2044, 0x2070] + list(range(0x2074, 0x208F)) + [0x20AC, 0x2116, 0x2122]
    + [0x2126, 0x212B] + list(range(0x2190, 0x2195)) + [0x2202, 0x2206, 0x220F, 0x2211, 0x2212]
    + [0x221A, 0x221E, 0x2229, 0x222B, 0x2248, 0x2260, 0x2264, 0x2265, 0x25A0, 0x25A1, 0x25B2]
    + [0x25B3, 0x25B6, 0x25BC, 0x25BD, 0x25C6, 0x25C7, 0x25CB, 0x25CF, 0x2713, 0xFFFD]
)


def gb2312(rows):
    """The characters of rows of GB 2312; rows 16 to 55 are its level 1, the common ones."""
    for row in rows:
        for cell in range(1, 95):
            try:
                yield ord(bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312"))
            except UnicodeDecodeError:
                pass


def subset(source, points, out, *options):
    have = TTFont(source).getBestCmap()
    wanted = ",".join(f"{p:X}" for p in sorted(set(points) & set(have)))
    subprocess.check_call(
        ["pyftsubset", source, "--unicodes=" + wanted, "--output-file=" + out, "--no-hinting",
         "--no-glyph-names", "--notdef-outline", "--drop-tables+=GSUB,GDEF,BASE,vhea,vmtx,VORG,DSIG,STAT,meta",
         "--name-IDs=0,1,2,4,5,6,13,14", *options])
    return set(points) & set(have)


def rename(font, family, style):
    for record in list(font["name"].names):
        names = {1: family, 2: style, 4: f"{family} {style}", 6: f"{family}-{style}".replace(" ", "")}
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID in (3, 16, 17):
            font["name"].removeNames(nameID=record.nameID)
    font["head"].created = font["head"].modified = 3_800_000_000
    font.recalcTimestamp = False


def main():
    sans, chinese, mono, out = sys.argv[1:]
    work = tempfile.mkdtemp()
    for folder, style in (("400Regular", "Regular"), ("700Bold", "Bold")):
        source = glob.glob(f"{sans}/{folder}/*.ttf")[0]
        latin = f"{work}/latin-{style}.ttf"
        have = subset(source, LATIN, latin, "--layout-features=")
        han = f"{work}/han-{style}.ttf"
        rest = (set(LATIN) | set(gb2312([1, 3])) | set(gb2312(range(16, 56)))) - have
        subset(glob.glob(f"{chinese}/{folder}/*.ttf")[0], rest, han, "--layout-features=")
        merged = Merger().merge([latin, han])
        rename(merged, "Assay Sans", style)
        for table in ("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "DSIG"):
            if table in merged:
                del merged[table]
        merged.save(f"{out}/AssaySans-{style}.ttf")
        web = f"{work}/web-{style}.ttf"
        subset(source, [p for p in LATIN if not 0x400 <= p < 0x460], web, "--layout-features=kern")
        font = TTFont(web)
        rename(font, "Assay Sans", style)
        font.flavor = "woff2"
        font.save(f"{out}/AssaySans-{style}.woff2")
    source = glob.glob(f"{mono}/400Regular/*.ttf")[0]
    for points, name in ((LATIN, "AssayMono-Regular.ttf"), (range(0x20, 0x180), "AssayMono-Regular.woff2")):
        part = f"{work}/mono.ttf"
        subset(source, points, part, "--layout-features=")
        font = TTFont(part)
        rename(font, "Assay Mono", "Regular")
        font.flavor = "woff2" if name.endswith("woff2") else None
        font.save(f"{out}/{name}")
    for name in sorted(os.listdir(out)):
        print(name, os.path.getsize(f"{out}/{name}"))


main()
