package assay.fpga.rtl;

import assay.core.availability.Availability;
import assay.core.device.ModelFigures;
import assay.core.device.Synthesis;
import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.MatMul;
import assay.core.spi.ModelledExecutable;
import assay.core.spi.ProgramExecutable;
import assay.core.spi.TargetException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One matrix product; every execution simulates it in a process of its own. */
final class RtlExecutable extends ProgramExecutable implements ModelledExecutable {
  private static final Model.Pauses NEVER = new Model.Pauses(0, 0, 0, 0);

  /** The harness has its own limit; this one only keeps a process from running forever. */
  private static final long LIMIT_SECONDS = 24 * 3600L;

  private final MatMul product;
  private final Model model;
  private final String engine;
  private final Supplier<Availability<Synthesis>> synthesis;
  private final Path folder;
  private final List<Map<Tensor, HostTensor>> operandsOfSets = new ArrayList<>();
  private final HostTensor result;
  private Map<Tensor, HostTensor> operands;
  private Model.@Nullable Counts counts;

  /**
   * @param product the program's one operation
   * @param synthesis called when the figures are requested
   * @param inputSets at least 1
   */
  RtlExecutable(
      Program program,
      MatMul product,
      Model model,
      String engine,
      Supplier<Availability<Synthesis>> synthesis,
      int inputSets)
      throws IOException {
    super(program, inputSets);
    this.product = product;
    this.model = model;
    this.engine = engine;
    this.synthesis = synthesis;
    this.folder = Files.createTempDirectory("assay-rtl");
    for (int set = 0; set < inputSets; set++) {
      Map<Tensor, HostTensor> own = new LinkedHashMap<>();
      product.inputs().forEach(t -> own.put(t, HostTensor.allocate(t)));
      operandsOfSets.add(own);
    }
    operands = operandsOfSets.getFirst();
    result = HostTensor.allocate(product.out());
  }

  @Override
  protected void use(int set) {
    operands = operandsOfSets.get(set);
  }

  @Override
  protected void store(HostTensor value) {
    data(value.tensor()).copyFrom(value.data());
  }

  @Override
  public void execute() {
    try {
      Path given = folder.resolve("operands");
      Path computed = folder.resolve("result");
      Files.deleteIfExists(computed);
      writeOperands(given);
      counts =
          model.multiply(
              product.m(), product.n(), product.k(), given, computed, NEVER, LIMIT_SECONDS);
      readResult(computed);
    } catch (IOException e) {
      throw new TargetException(
          RtlTarget.ID + " could not multiply on the " + model.size() + " array: " + e.getMessage(),
          e);
    }
  }

  private void writeOperands(Path file) throws IOException {
    long ofA = product.a().elements();
    long ofB = product.b().elements();
    try (Arena arena = Arena.ofConfined();
        FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      MemorySegment all = channel.map(FileChannel.MapMode.READ_WRITE, 0, ofA + ofB, arena);
      copy(data(product.a()), all.asSlice(0, ofA), product.m(), product.k(), product.transposeA());
      copy(data(product.b()), all.asSlice(ofA), product.k(), product.n(), product.transposeB());
    }
  }

  private MemorySegment data(Tensor tensor) {
    return operands.getOrDefault(tensor, result).data();
  }

  /** The matrix of rows × columns that the array reads; stored transposed if {@code transposed}. */
  private static void copy(
      MemorySegment from, MemorySegment to, long rows, long columns, boolean transposed) {
    if (!transposed) {
      to.copyFrom(from);
      return;
    }
    for (long i = 0; i < rows; i++) {
      for (long j = 0; j < columns; j++) {
        to.set(
            ValueLayout.JAVA_BYTE, i * columns + j, from.get(ValueLayout.JAVA_BYTE, j * rows + i));
      }
    }
  }

  private void readResult(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long bytes = product.out().bytes();
      if (channel.size() != bytes) {
        throw new IOException("its result has " + channel.size() + " bytes, not " + bytes);
      }
      data(product.out()).copyFrom(channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena));
    }
  }

  @Override
  protected void load(HostTensor value) {
    value.data().copyFrom(data(value.tensor()));
  }

  @Override
  public ModelFigures figures() {
    Model.Counts last = counts;
    if (last == null) {
      throw new IllegalStateException("nothing has been executed yet");
    }
    return new ModelFigures(
        last.cycles(),
        Math.multiplyExact(Math.multiplyExact(product.m(), product.n()), product.k()),
        model.size().macsPerCycle(),
        synthesis.get());
  }

  @Override
  public OptionalLong deviceNanos() {
    return OptionalLong.empty();
  }

  @Override
  public String engine() {
    return engine;
  }

  @Override
  protected void release() {
    try {
      Cache.remove(folder);
    } catch (IOException e) {
      throw new TargetException("cannot remove " + folder + ": " + e.getMessage(), e);
    }
  }
}
