package assay.cpu.simd;

import assay.core.program.Tensor;
import assay.core.program.op.BiasAdd;
import assay.core.program.op.Op;
import assay.core.program.op.Relu;
import assay.cpu.Memory;
import assay.cpu.Stage;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** The epilogue of a product: a bias per column, then ReLU; both optional. */
final class Epilogue {
  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;

  private final float @Nullable [] bias;
  private final boolean relu;
  private final Tensor result;

  private Epilogue(float @Nullable [] bias, boolean relu, Tensor result) {
    this.bias = bias;
    this.relu = relu;
    this.result = result;
  }

  /** The bias and ReLU of a stage, which follow its product if it has one. */
  static Epilogue of(Stage stage, Memory memory) {
    List<Op> ops = stage.ops();
    float[] bias = null;
    boolean relu = false;
    for (Op op : ops) {
      if (op instanceof BiasAdd b) {
        bias = memory.floats(b.bias());
      }
      relu |= op instanceof Relu;
    }
    return new Epilogue(bias, relu, ops.getLast().outputs().getFirst());
  }

  /** The tensor that takes the result. */
  Tensor result() {
    return result;
  }

  /** One value a column, null without. */
  float @Nullable [] bias() {
    return bias;
  }

  /** Whether results below 0 become 0. */
  boolean relu() {
    return relu;
  }

  /** Whether there is anything to do. */
  boolean present() {
    return bias != null || relu;
  }

  /**
   * out[at …] = epilogue(from[fromAt …], plus out[at …] if {@code add}), for {@code count} columns
   * from {@code column}; only the sum unless {@code last}.
   */
  void row(
      float[] from,
      int fromAt,
      int column,
      int count,
      float[] out,
      int at,
      boolean add,
      boolean last) {
    boolean withBias = last && bias != null;
    boolean withRelu = last && relu;
    float[] b = bias == null ? from : bias;
    int j = 0;
    for (; j <= count - L; j += L) {
      FloatVector v = FloatVector.fromArray(S, from, fromAt + j);
      if (add) {
        v = v.add(FloatVector.fromArray(S, out, at + j));
      }
      if (withBias) {
        v = v.add(FloatVector.fromArray(S, b, column + j));
      }
      if (withRelu) {
        v = v.lanewise(VectorOperators.MAX, 0);
      }
      v.intoArray(out, at + j);
    }
    for (; j < count; j++) {
      float v = from[fromAt + j];
      if (add) {
        v += out[at + j];
      }
      if (withBias) {
        v += b[column + j];
      }
      out[at + j] = withRelu ? Math.max(v, 0) : v;
    }
  }
}
