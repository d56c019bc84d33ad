package assay.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * eˣ for x ≤ 0, as softmax needs it, without a vector mathematics library (which not every JDK
 * has).
 *
 * <p>x = n·ln 2 + r with |r| ≤ ln 2 / 2; eˣ = 2ⁿ·eʳ, eʳ by its Taylor polynomial of degree 7, whose
 * remainder is below |r|⁸/8!·e^|r| &lt; 7.4·10⁻⁹, an eighth of an ulp. ln 2 is subtracted in two
 * parts, of which n times the first is exact (15 significant bits, |n| ≤ 151). A test over the
 * whole range keeps the error below 2 ulp. Results below 2⁻¹²⁶ are correctly subnormal; NaN stays
 * NaN; −∞ gives 0.
 */
final class VectorExp {
  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final float LOG2_E = (float) (1 / Math.log(2));

  /** ln 2 to 15 bits, and the rest. */
  private static final float LN2_HIGH = 0x1.62e4p-1f;

  private static final float LN2_LOW = (float) (Math.log(2) - LN2_HIGH);

  /** Adding and subtracting it rounds to an integer, which is then in the low bits. */
  private static final float ROUND = 0x1.8p23f;

  /** e to this power is below half the smallest subnormal. */
  private static final float MIN_X = -104.5f;

  private VectorExp() {}

  static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.lanewise(VectorOperators.MAX, MIN_X);
    FloatVector rounded = clamped.mul(LOG2_E).add(ROUND);
    FloatVector n = rounded.sub(ROUND);
    FloatVector r = clamped.sub(n.mul(LN2_HIGH)).sub(n.mul(LN2_LOW));
    FloatVector p = FloatVector.broadcast(S, 1f / 5040);
    p = p.mul(r).add(1f / 720);
    p = p.mul(r).add(1f / 120);
    p = p.mul(r).add(1f / 24);
    p = p.mul(r).add(1f / 6);
    p = p.mul(r).add(0.5f);
    p = p.mul(r).mul(r).add(r).add(1f);
    // Two factors, because 2ⁿ itself may not be a normal number.
    IntVector exponent = rounded.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUND));
    IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
    return p.mul(power(half)).mul(power(exponent.sub(half)));
  }

  /** 2ⁿ for −126 ≤ n ≤ 127. */
  private static FloatVector power(IntVector n) {
    return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }
}
