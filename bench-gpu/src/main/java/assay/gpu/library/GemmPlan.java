package assay.gpu.library;

import assay.core.program.DataType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** A product's descriptors, and the scales and scratch memory it needs whatever its algorithm. */
final class GemmPlan implements AutoCloseable {
  /** {@code cublasLtMatmulHeuristicResult_t}: the algorithm, then these. */
  private static final long WORKSPACE_OFFSET = GemmAlgorithm.BYTES;

  private static final long STATE_OFFSET = WORKSPACE_OFFSET + Long.BYTES;
  private static final long RESULT_BYTES = STATE_OFFSET + 6 * Integer.BYTES;

  private final CublasLt lt;
  private final Gemm gemm;
  private final Owned owned = new Owned();
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment alpha;
  private final MemorySegment beta;
  private final Operand first;
  private final Operand second;
  private final long result;
  private final long description;

  private GemmPlan(CublasLt lt, Gemm gemm, DeviceMemory memory) {
    this.lt = lt;
    this.gemm = gemm;
    try {
      this.alpha = scalar(gemm.alpha());
      this.beta = scalar(gemm.beta());
      this.first = Operand.of(lt, owned, memory, gemm.first(), gemm.moveFirst());
      this.second = Operand.of(lt, owned, memory, gemm.second(), gemm.moveSecond());
      this.result = gemm.result().layout(lt, owned);
      this.description = description(memory);
    } catch (RuntimeException e) {
      owned.close();
      throw e;
    }
  }

  /** Creates what the product needs. */
  static GemmPlan of(CublasLt lt, Gemm gemm, DeviceMemory memory) {
    return new GemmPlan(lt, gemm, memory);
  }

  private MemorySegment scalar(double value) {
    return gemm.types().scaleType() == DataType.S32
        ? arena.allocateFrom(ValueLayout.JAVA_INT, (int) value)
        : arena.allocateFrom(ValueLayout.JAVA_FLOAT, (float) value);
  }

  private long description(DeviceMemory memory) {
    CublasLtFunction set = CublasLtFunction.DESC_SET;
    long desc =
        lt.descriptor(
            owned,
            CublasLtFunction.DESC_CREATE,
            CublasLtFunction.DESC_DESTROY,
            gemm.types().computeType(),
            CublasLtConstant.cudaType(gemm.types().scaleType()));
    if (gemm.transposeFirst()) {
      lt.set(set, desc, CublasLtConstant.DESC_TRANSA, CublasLtConstant.OP_T);
    }
    if (gemm.transposeSecond()) {
      lt.set(set, desc, CublasLtConstant.DESC_TRANSB, CublasLtConstant.OP_T);
    }
    if (gemm.first().type() == DataType.F8E4M3) {
      long one = memory.allocate(Float.BYTES);
      owned.add(() -> memory.free(one));
      memory.write(one, arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1f));
      lt.set(set, desc, CublasLtConstant.DESC_A_SCALE_POINTER, one);
      lt.set(set, desc, CublasLtConstant.DESC_B_SCALE_POINTER, one);
    }
    return desc;
  }

  /**
   * The library's first candidates, the one it deems best first; empty if it has none.
   *
   * @param most how many
   * @param workspace device memory a candidate may need, in bytes
   * @param addresses of a, b, c where there is one, and out: their alignment is what counts
   * @throws LibraryException also where the combination is not supported
   */
  List<GemmAlgorithm> candidates(int most, long workspace, long... addresses) {
    try (Owned query = new Owned();
        Arena call = Arena.ofConfined()) {
      MemorySegment results = arena.allocate(RESULT_BYTES * most, Long.BYTES);
      MemorySegment count = call.allocate(ValueLayout.JAVA_INT);
      lt.call(
          CublasLtFunction.HEURISTIC,
          lt.handle(),
          description,
          first.layout(),
          second.layout(),
          result,
          result,
          preference(query, workspace, addresses),
          most,
          results,
          count);
      return usable(results, count.get(ValueLayout.JAVA_INT, 0));
    }
  }

  private static List<GemmAlgorithm> usable(MemorySegment results, int count) {
    List<GemmAlgorithm> usable = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      MemorySegment each = results.asSlice(i * RESULT_BYTES, RESULT_BYTES);
      if (each.get(ValueLayout.JAVA_INT, STATE_OFFSET) == CublasStatus.SUCCESS.code()) {
        usable.add(
            new GemmAlgorithm(
                each.asSlice(0, GemmAlgorithm.BYTES),
                each.get(ValueLayout.JAVA_LONG, WORKSPACE_OFFSET)));
      }
    }
    return usable;
  }

  private long preference(Owned query, long workspace, long[] addresses) {
    CublasLtFunction set = CublasLtFunction.PREFERENCE_SET;
    long preference =
        lt.descriptor(
            query, CublasLtFunction.PREFERENCE_CREATE, CublasLtFunction.PREFERENCE_DESTROY);
    int b = Alignment.of(first.used(addresses[1]));
    int a = Alignment.of(second.used(addresses[0]));
    int out = Alignment.of(addresses[addresses.length - 1]);
    int c = Alignment.of(addresses[2]);
    lt.set(set, preference, CublasLtConstant.PREF_MAX_WORKSPACE_BYTES, workspace);
    lt.set(set, preference, CublasLtConstant.PREF_MIN_ALIGNMENT_A_BYTES, b);
    lt.set(set, preference, CublasLtConstant.PREF_MIN_ALIGNMENT_B_BYTES, a);
    lt.set(set, preference, CublasLtConstant.PREF_MIN_ALIGNMENT_C_BYTES, c);
    lt.set(set, preference, CublasLtConstant.PREF_MIN_ALIGNMENT_D_BYTES, out);
    if (gemm.result().type().bytes() < Integer.BYTES) {
      // Other schemes sum partial results in the output's type: that is no f32 accumulation.
      lt.set(
          set,
          preference,
          CublasLtConstant.PREF_REDUCTION_SCHEME_MASK,
          CublasLtConstant.REDUCTION_COMPUTE_TYPE);
    }
    return preference;
  }

  /**
   * Puts the product on a stream.
   *
   * @param workspace at least as large as the algorithm needs; 0 if it needs none
   * @param addresses of a, b, c where there is one, and out
   */
  void enqueue(GemmAlgorithm algorithm, long workspace, long stream, long... addresses) {
    first.move(lt, stream, addresses[1]);
    second.move(lt, stream, addresses[0]);
    long out = addresses[addresses.length - 1];
    long c = addresses[2]; // Where there is no c, that is out itself.
    int code;
    try {
      code =
          (int)
              lt.functions()
                  .handle(CublasLtFunction.MATMUL)
                  .invokeExact(
                      lt.handle(),
                      description,
                      alpha,
                      first.used(addresses[1]),
                      first.layout(),
                      second.used(addresses[0]),
                      second.layout(),
                      beta,
                      c,
                      result,
                      out,
                      result,
                      algorithm.algorithm(),
                      workspace,
                      algorithm.workspace(),
                      stream);
    } catch (LibraryException e) {
      throw e;
    } catch (Throwable t) {
      throw Bindings.unexpected(CublasLtFunction.MATMUL, t);
    }
    CublasStatus.check(CublasLtFunction.MATMUL, code);
  }

  /** What is done beside the product itself; empty if nothing. */
  String besides() {
    StringBuilder text = new StringBuilder();
    if (first.isMoved()) {
      text.append(", b transposed before each product by cublasLtMatrixTransform");
    }
    if (second.isMoved()) {
      text.append(", a transposed before each product by cublasLtMatrixTransform");
    }
    return text.toString();
  }

  @Override
  public void close() {
    owned.close();
  }
}
