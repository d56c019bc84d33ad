package assay.cpu.simd;

/** The vector width in use. A class of its own, since loading it needs the incubator module. */
final class VectorWidth {
  private VectorWidth() {}

  static int bits() {
    return Tile.SPECIES.vectorBitSize();
  }
}
