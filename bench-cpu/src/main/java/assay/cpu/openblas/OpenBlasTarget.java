package assay.cpu.openblas;

import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.MatMul;
import assay.core.program.op.Op;
import assay.core.spi.Availability;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.TargetException;
import assay.core.spi.Unsupported;
import assay.cpu.CacheFlush;
import assay.cpu.CpuInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Target {@code cpu-openblas}: matrix products through OpenBLAS's CBLAS, the peer that the Java
 * targets are measured against. It has no other operation, and says so.
 */
public final class OpenBlasTarget implements Target {
  private static final List<Precision> PRECISIONS = List.of(Precision.F32, Precision.F64);

  /** Touches nothing native. */
  public OpenBlasTarget() {}

  @Override
  public String id() {
    return "cpu-openblas";
  }

  @Override
  public String description() {
    return "OpenBLAS (CBLAS through FFM): matrix products only, the peer of the Java targets";
  }

  @Override
  public Availability probe() {
    return switch (OpenBlas.load()) {
      case OpenBlas.Result.Available a ->
          new Availability.Available(
              CpuInfo.device(
                  Map.of(
                      "openblas", a.blas().config().strip(), "openblasCore", a.blas().coreName())));
      case OpenBlas.Result.Unavailable u -> new Availability.Unavailable(u.reason(), u.remedy());
    };
  }

  @Override
  public List<Precision> precisions() {
    return PRECISIONS;
  }

  @Override
  public Optional<Unsupported> unsupported(Program program, Precision precision) {
    if (!PRECISIONS.contains(precision)) {
      return Optional.of(
          new Unsupported(
              "precision " + precision.id(), "CBLAS in OpenBLAS computes in f32 and f64 only"));
    }
    for (Op op : program.ops()) {
      if (!(op instanceof MatMul product)) {
        return Optional.of(new Unsupported(op.kind(), "OpenBLAS has matrix products only"));
      }
      if (product.a().type() != precision.input()) {
        return Optional.of(
            new Unsupported(
                "MatMul", "operands must be " + precision.id() + "; got " + product.a()));
      }
      Optional<Tensor> large =
          List.of(product.a(), product.b(), product.out()).stream()
              .filter(OpenBlasTarget::exceedsInt)
              .findFirst();
      if (large.isPresent()) {
        return Optional.of(
            new Unsupported(
                "MatMul", "an extent of " + large.get() + " exceeds CBLAS's 32-bit integers"));
      }
    }
    return Optional.empty();
  }

  private static boolean exceedsInt(Tensor tensor) {
    return tensor.shape().dim(-1) > Integer.MAX_VALUE || tensor.shape().dim(-2) > Integer.MAX_VALUE;
  }

  @Override
  public Optional<Unsupported> unsupportedFlush() {
    return CacheFlush.unsupported();
  }

  @Override
  public Executable compile(Program program, Precision precision, Options options) {
    unsupported(program, precision)
        .ifPresent(u -> {
          throw new IllegalArgumentException(id() + " cannot compile " + program.name() + ": " + u);
        });
    return switch (OpenBlas.load()) {
      case OpenBlas.Result.Available a ->
          new OpenBlasExecutable(a.blas(), program, options.threads());
      case OpenBlas.Result.Unavailable u ->
          throw new TargetException("OpenBLAS is unavailable: " + u.reason());
    };
  }

  @Override
  public List<String> libraries() {
    return List.of("openblas-");
  }
}
