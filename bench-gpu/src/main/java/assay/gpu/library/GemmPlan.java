package assay.gpu.library;

import assay.core.ffi.CStruct;
import assay.core.program.DataType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** A product's descriptors, and the scales and scratch memory that it needs with any algorithm. */
final class GemmPlan implements Algorithms<GemmAlgorithm> {
  /** {@code cublasLtMatmulHeuristicResult_t}. */
  private static final CStruct RESULT =
      CStruct.of(
          MemoryLayout.sequenceLayout(GemmAlgorithm.BYTES / Long.BYTES, ValueLayout.JAVA_LONG)
              .withName("algo"),
          ValueLayout.JAVA_LONG.withName("workspaceSize"),
          ValueLayout.JAVA_INT.withName("state"),
          ValueLayout.JAVA_FLOAT.withName("wavesCount"),
          MemoryLayout.sequenceLayout(4, ValueLayout.JAVA_INT).withName("reserved"));

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
    CublasLt.Setter set = lt.functions()::descSet;
    int scaleType = CublasLtConstant.cudaType(gemm.types().scaleType());
    long desc =
        owned.create(
            out -> lt.functions().descCreate(out, gemm.types().computeType(), scaleType),
            lt.functions()::descDestroy);
    if (gemm.transposeFirst()) {
      CublasLt.set(set, desc, CublasLtConstant.DESC_TRANSA, CublasLtConstant.OP_T);
    }
    if (gemm.transposeSecond()) {
      CublasLt.set(set, desc, CublasLtConstant.DESC_TRANSB, CublasLtConstant.OP_T);
    }
    if (gemm.first().type() == DataType.F8E4M3) {
      long one = memory.allocate(Float.BYTES);
      owned.add(() -> memory.free(one));
      memory.write(one, arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1f));
      CublasLt.set(set, desc, CublasLtConstant.DESC_A_SCALE_POINTER, one);
      CublasLt.set(set, desc, CublasLtConstant.DESC_B_SCALE_POINTER, one);
    }
    return desc;
  }

  @Override
  public String operation() {
    return "MatMul";
  }

  @Override
  public String library() {
    return lt.library().toString();
  }

  @Override
  public List<GemmAlgorithm> candidates(
      Tuning tuning, Autotuner<GemmAlgorithm> tuner, long[] addresses) {
    int asked = tuning.candidates();
    try (Owned query = new Owned();
        Arena call = Arena.ofConfined()) {
      MemorySegment results = arena.allocate(RESULT.layout(), asked);
      MemorySegment count = call.allocate(ValueLayout.JAVA_INT);
      lt.functions()
          .heuristic(
              lt.handle(),
              description,
              first.layout(),
              second.layout(),
              result,
              result,
              preference(query, tuning.workspaceBytes(), addresses),
              asked,
              results,
              count);
      return usable(results, count.get(ValueLayout.JAVA_INT, 0));
    }
  }

  private static List<GemmAlgorithm> usable(MemorySegment results, int count) {
    return results
        .elements(RESULT.layout())
        .limit(count)
        .filter(each ->
            each.get(ValueLayout.JAVA_INT, RESULT.offset("state")) == CublasStatus.SUCCESS.code())
        .map(each ->
            new GemmAlgorithm(
                each.asSlice(0, GemmAlgorithm.BYTES),
                each.get(ValueLayout.JAVA_LONG, RESULT.offset("workspaceSize"))))
        .toList();
  }

  private long preference(Owned query, long workspace, long[] addresses) {
    CublasLt.Setter set = lt.functions()::preferenceSet;
    long preference =
        query.create(lt.functions()::preferenceCreate, lt.functions()::preferenceDestroy);
    int b = Alignment.of(first.used(addresses[1]));
    int a = Alignment.of(second.used(addresses[0]));
    int out = Alignment.of(addresses[addresses.length - 1]);
    int c = Alignment.of(addresses[2]);
    CublasLt.set(set, preference, CublasLtConstant.PREF_MAX_WORKSPACE_BYTES, workspace);
    CublasLt.set(set, preference, CublasLtConstant.PREF_MIN_ALIGNMENT_A_BYTES, b);
    CublasLt.set(set, preference, CublasLtConstant.PREF_MIN_ALIGNMENT_B_BYTES, a);
    CublasLt.set(set, preference, CublasLtConstant.PREF_MIN_ALIGNMENT_C_BYTES, c);
    CublasLt.set(set, preference, CublasLtConstant.PREF_MIN_ALIGNMENT_D_BYTES, out);
    if (gemm.result().type().bytes() < Integer.BYTES) {
      // Other schemes sum partial results in the output's type, which is not f32 accumulation.
      CublasLt.set(
          set,
          preference,
          CublasLtConstant.PREF_REDUCTION_SCHEME_MASK,
          CublasLtConstant.REDUCTION_COMPUTE_TYPE);
    }
    return preference;
  }

  @Override
  public void enqueue(GemmAlgorithm algorithm, long workspace, long stream, long... addresses) {
    first.move(lt, stream, addresses[1]);
    second.move(lt, stream, addresses[0]);
    long out = addresses[addresses.length - 1];
    long c = addresses[2]; // Without a c, out itself.
    lt.functions()
        .matmul(
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
  }

  @Override
  public String engine(GemmAlgorithm algorithm) {
    return "cuBLASLt " + lt.library().version() + ", " + algorithm.describe(lt) + transposes();
  }

  /** What is done in addition to the product itself; empty if nothing. */
  private String transposes() {
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
