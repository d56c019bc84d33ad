package assay.gpu.library;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Runs one operation through the stand-ins on random data and asks the oracle about the result. */
final class Bench {
  /** Not the default stream, so that one that is forgotten shows. */
  static final long STREAM = 42;

  final HostDevice device = new HostDevice();
  final CudaLibraries libraries;
  final CudaStandIn cublasLt;
  final CudaStandIn cudnn;

  Bench(Path folder) {
    libraries = CudaStandIn.load(CudaStandIn.all(folder));
    cublasLt = CudaStandIn.of(libraries.cublasLt());
    cudnn = CudaStandIn.of(libraries.cudnn());
  }

  /** Products with the usual tuning. */
  LibraryProducts products() {
    return new LibraryProducts(libraries, new Tuning(device, device, 8, 1 << 20));
  }

  /** An operation's tensors in device memory. */
  final class Run implements AutoCloseable {
    final Op op;
    final Precision precision;
    final long[] addresses;
    private final Map<Tensor, HostTensor> given = new HashMap<>();
    private final List<Tensor> tensors = new ArrayList<>();

    Run(Op op, Precision precision, long seed) {
      this.op = op;
      this.precision = precision;
      tensors.addAll(op.inputs());
      tensors.addAll(op.outputs());
      addresses = new long[tensors.size()];
      Random random = new Random(seed);
      for (int i = 0; i < addresses.length; i++) {
        Tensor tensor = tensors.get(i);
        HostTensor values = HostTensor.allocate(tensor);
        if (i < op.inputs().size()) {
          fill(values, random);
          given.put(tensor, values);
        } else {
          values.poison();
        }
        addresses[i] = device.allocate(tensor.bytes());
        device.write(addresses[i], values.data());
      }
    }

    private static void fill(HostTensor values, Random random) {
      boolean integers = values.tensor().type() == DataType.S8;
      for (long i = 0; i < values.elements(); i++) {
        values.set(i, integers ? random.nextInt(-127, 128) : random.nextGaussian());
      }
    }

    /** Spoils the result, so that one that is not written anew is seen. */
    Run poison() {
      Tensor out = tensors.getLast();
      device.write(addresses[addresses.length - 1], HostTensor.allocate(out).poison().data());
      return this;
    }

    /** What the oracle says of the result. */
    Verdict verdict() {
      return verdict(precision);
    }

    /** What the oracle says of the result by the bounds of a precision. */
    Verdict verdict(Precision bounds) {
      Tensor out = tensors.getLast();
      HostTensor result = HostTensor.allocate(out);
      result.data().copyFrom(device.memory(addresses[addresses.length - 1], out.bytes()));
      Program program =
          new Program("one", List.of(op), op.inputs(), op.outputs(), List.of(), List.of());
      return Verifier.verify(program, bounds, given, Map.of(out, result), 1);
    }

    @Override
    public void close() {
      for (long address : addresses) {
        device.free(address);
      }
    }
  }

  /** Prepares, computes and checks an operation; what it was computed with. */
  String compute(Op op, Precision precision, long seed) {
    try (LibraryProducts products = products();
        Run run = new Run(op, precision, seed)) {
      Preparation preparation = products.prepare(op, precision, STREAM, run.addresses);
      assertThat(preparation).as("%s seed %d", op, seed).isInstanceOf(Preparation.Ready.class);
      try (Prepared prepared = ((Preparation.Ready) preparation).product()) {
        assertThat(device.stream()).isEqualTo(STREAM);
        run.poison();
        prepared.enqueue(STREAM + 1, run.addresses);
        Verdict verdict = run.verdict();
        assertThat(verdict.passed()).as("%s seed %d: %s", op, seed, verdict.message()).isTrue();
        return prepared.engine();
      }
    } finally {
      cublasLt.assertClean();
      cudnn.assertClean();
      assertThat(device.live()).as("device memory left").isZero();
    }
  }
}
