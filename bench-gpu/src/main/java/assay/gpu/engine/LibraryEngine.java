package assay.gpu.engine;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Advice;
import assay.core.program.Precision;
import assay.core.program.Tensor;
import assay.core.program.op.MatMul;
import assay.core.program.op.Op;
import assay.core.spi.Unsupported;
import assay.core.spi.UnsupportedProgramException;
import assay.gpu.compile.Product;
import assay.gpu.compile.ProductEngine;
import assay.gpu.compile.Step;
import assay.gpu.compile.Workspace;
import assay.gpu.library.CudaLibraries;
import assay.gpu.library.LibraryProducts;
import assay.gpu.library.Preparation;
import assay.gpu.library.Prepared;
import assay.gpu.library.Tuning;
import assay.gpu.ptx.PtxProducts;
import assay.gpu.ptx.PtxSteps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One program's products by NVIDIA's libraries; what they do not support runs on our own kernels,
 * or not at all. A bias and a ReLU after a library's product are separate passes of our own over
 * its result.
 */
final class LibraryEngine implements ProductEngine {
  private final CudaLibraries libraries;
  private final EngineChoice choice;
  private final LibraryProducts products;
  private final PtxProducts ptx = new PtxProducts();

  /** One for all sets of inputs: the same algorithm with the same memory of its own. */
  private final Map<Product, Preparation> prepared = new HashMap<>();

  /** Handles are opened when first needed and closed with the program. */
  LibraryEngine(CudaLibraries libraries, EngineChoice choice, Workspace space) {
    this.libraries = libraries;
    this.choice = choice;
    Tuning tuning = Tuning.of(new DriverMemory(space), new DriverClock(space));
    this.products = space.keep(new LibraryProducts(libraries, tuning));
  }

  @Override
  public Work work(Product product, Precision precision, Workspace space) {
    Op op = product.op();
    Optional<Unsupported> unsupported = LibraryProducts.unsupported(libraries, op);
    if (unsupported.isPresent()) {
      return unsupported(product, precision, space, unsupported.get());
    }
    Preparation preparation = prepared.get(product);
    if (preparation == null) {
      preparation = prepare(product, precision, space);
      prepared.put(product, preparation);
    }
    return switch (preparation) {
      case Preparation.Ready(Prepared ready) -> ready(product, ready, space);
      case Preparation.NotSupported(Unsupported why) -> unsupported(product, precision, space, why);
    };
  }

  private Preparation prepare(Product product, Precision precision, Workspace space) {
    Op op = product.op();
    op.inputs().forEach(tensor -> space.fill(tensor, TrialValues.of(tensor)));
    Preparation preparation =
        products.prepare(op, precision, space.stream().address(), addresses(product, space));
    if (preparation instanceof Preparation.Ready(Prepared ready)) {
      space.keep(ready);
    }
    return preparation;
  }

  private static long[] addresses(Product product, Workspace space) {
    List<Tensor> tensors = new ArrayList<>(product.op().inputs());
    tensors.add(product.out());
    return tensors.stream().mapToLong(space::address).toArray();
  }

  private static Work ready(Product product, Prepared prepared, Workspace space) {
    long[] addresses = addresses(product, space);
    List<Step> steps = new ArrayList<>();
    steps.add(stream -> prepared.enqueue(stream.address(), addresses));
    Tensor out = product.out();
    product.bias().ifPresent(bias -> steps.add(PtxSteps.biasAdd(out, bias, space)));
    if (product.relu()) {
      steps.add(PtxSteps.relu(out, space));
    }
    return new Work(steps, prepared.engine() + epilogue(product));
  }

  /** Names what computes the epilogue, if there is one. */
  private static String epilogue(Product product) {
    List<String> passes = new ArrayList<>();
    product.bias().ifPresent(_ -> passes.add("bias"));
    if (product.relu()) {
      passes.add("ReLU");
    }
    return passes.isEmpty()
        ? ""
        : String.format(Locale.ROOT, ", %s by %s", String.join(" and ", passes), PtxProducts.NAME);
  }

  private Work unsupported(Product product, Precision precision, Workspace space, Unsupported why) {
    Op op = product.op();
    if (choice == EngineChoice.LIBRARY) {
      throw new UnsupportedProgramException(
          why, new Advice(EngineChoice.VARIABLE + "=auto runs it on our own kernels"));
    }
    ptx.unsupported(op, precision)
        .ifPresent(own -> {
          String both =
              String.format(
                  Locale.ROOT,
                  "%s; our own kernels do not support it either: %s",
                  why.reason(),
                  own.reason());
          throw new UnsupportedProgramException(
              new Unsupported(why.operation(), both),
              new Advice("choose another shape or precision"));
        });
    // The full reason why a library is missing is among the device's details.
    String reason = missing(op).map(name -> "no " + name).orElse(why.reason());
    Work own = ptx.work(product, precision, space);
    return new Work(own.steps(), String.format(Locale.ROOT, "%s (%s)", own.engine(), reason));
  }

  /** The library that an operation needs, if it is missing. */
  private Optional<String> missing(Op op) {
    String needed = op instanceof MatMul ? "cuBLASLt" : "cuDNN";
    return libraries.byName().get(needed) instanceof Availability.Available
        ? Optional.empty()
        : Optional.of(needed);
  }
}
