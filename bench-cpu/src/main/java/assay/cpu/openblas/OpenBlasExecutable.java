package assay.cpu.openblas;

import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.MatMul;
import assay.core.spi.Target;
import assay.cpu.HostExecutable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Matrix products on native, 64-byte aligned memory, one CBLAS call each. Each set of inputs has a
 * map of its own.
 */
final class OpenBlasExecutable extends HostExecutable {
  private final OpenBlas blas;
  private final int threads;
  private final List<MatMul> products;
  private final Arena arena = Arena.ofShared();
  private final List<Map<Tensor, MemorySegment>> memoryOfSets = new ArrayList<>();
  private Map<Tensor, MemorySegment> memory = new HashMap<>();

  /**
   * @param products one for each operation of the program, in its order
   */
  OpenBlasExecutable(
      OpenBlas blas, Program program, List<MatMul> products, Target.Options options) {
    super(program, options.inputSets());
    this.blas = blas;
    this.threads = options.threads();
    this.products = products;
    allocate(program.tensors(), memory);
    memoryOfSets.add(memory);
    while (memoryOfSets.size() < options.inputSets()) {
      Map<Tensor, MemorySegment> another = new HashMap<>(memory);
      allocate(program.inputs(), another);
      memoryOfSets.add(another);
    }
    blas.setThreads(threads);
  }

  private void allocate(List<Tensor> tensors, Map<Tensor, MemorySegment> to) {
    tensors.forEach(t -> to.put(t, arena.allocate(t.bytes(), OpenBlas.ALIGNMENT)));
  }

  @Override
  protected void use(int set) {
    memory = memoryOfSets.get(set);
  }

  @Override
  protected void store(HostTensor value) {
    segment(value.tensor()).copyFrom(value.data());
  }

  @Override
  protected void load(HostTensor value) {
    value.data().copyFrom(segment(value.tensor()));
  }

  private MemorySegment segment(Tensor tensor) {
    MemorySegment segment = memory.get(tensor);
    if (segment == null) {
      throw new IllegalArgumentException(tensor + " has no memory here");
    }
    return segment;
  }

  @Override
  public void execute() {
    products.forEach(this::multiply);
  }

  private void multiply(MatMul product) {
    MemorySegment out = segment(product.out());
    // CBLAS updates C in place; the program's C is an operand of its own.
    product.c().ifPresent(c -> out.copyFrom(segment(c)));
    long batch = product.batch();
    for (long i = 0; i < batch; i++) {
      multiply(
          product,
          slice(product.a(), i, batch),
          slice(product.b(), i, batch),
          slice(product.out(), i, batch));
    }
  }

  private MemorySegment slice(Tensor tensor, long index, long count) {
    long bytes = tensor.bytes() / count;
    return segment(tensor).asSlice(index * bytes, bytes);
  }

  private void multiply(MatMul p, MemorySegment a, MemorySegment b, MemorySegment c) {
    int m = (int) p.m();
    int n = (int) p.n();
    int k = (int) p.k();
    int lda = (int) p.a().shape().dim(-1);
    int ldb = (int) p.b().shape().dim(-1);
    if (p.out().type() == DataType.F64) {
      blas.dgemm(
          p.transposeA(), p.transposeB(), m, n, k, p.alpha(), a, lda, b, ldb, p.beta(), c, n);
    } else {
      blas.sgemm(
          p.transposeA(),
          p.transposeB(),
          m,
          n,
          k,
          (float) p.alpha(),
          a,
          lda,
          b,
          ldb,
          (float) p.beta(),
          c,
          n);
    }
  }

  @Override
  public String engine() {
    return blas.config().strip() + ", " + threads + (threads == 1 ? " thread" : " threads");
  }

  @Override
  protected void release() {
    super.release();
    arena.close();
  }
}
