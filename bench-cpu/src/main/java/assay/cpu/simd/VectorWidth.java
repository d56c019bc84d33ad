package assay.cpu.simd;

/** The vector width in use; apart, for loading this class needs the incubator module. */
final class VectorWidth {
  private VectorWidth() {}

  static int bits() {
    return Tile.SPECIES.vectorBitSize();
  }
}
