package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.conformance.RandomPrograms;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramException;
import assay.core.program.op.Op;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import assay.core.spi.Unsupported;
import assay.core.testing.Operations;
import assay.core.workload.Workloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Which target computes which operation in which precision: asked of every target for every
 * operation of the random programs, printed, and compared with the documentation's table. What was
 * generated stands in target/golden, to be compared and copied.
 */
class OperationsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "operations.md");
  private static final Path GENERATED = Path.of("target", "golden", "operations.md");
  private static final String BEGIN = "<!-- generated: begin -->\n";
  private static final String END = "<!-- generated: end -->\n";
  private static final int ROUNDS = 6;

  /** Of the tiles that matrix units multiply. */
  private static final String CHAIN = "peak/matrix,tiles=1,steps=1";

  /** What a library would compute depends on the machine. */
  private static final String ENGINE = "assay.cuda.engine";

  private final List<Target> targets =
      Targets.all().stream().filter(t -> !t.getClass().getName().startsWith("assay.cli.")).toList();

  /** Single operations by name and precision. */
  private final Map<String, Map<Precision, List<Program>>> samples = samples();

  @BeforeAll
  static void withoutLibraries() {
    System.setProperty(ENGINE, "ptx");
  }

  @AfterAll
  static void asBefore() {
    System.clearProperty(ENGINE);
  }

  private static Map<String, Map<Precision, List<Program>>> samples() {
    Map<String, Map<Precision, List<Program>>> samples = new TreeMap<>();
    for (Precision precision : Precision.values()) {
      Stream.concat(
              LongStream.range(0, ROUNDS * RandomPrograms.FAMILIES)
                  .<Supplier<Program>>mapToObj(
                      seed -> () -> RandomPrograms.generate(seed, precision.input()).program()),
              Stream.<Supplier<Program>>of(() -> Workloads.parse(CHAIN).program(precision)))
          .flatMap(OperationsPageTest::operations)
          .forEach(op ->
              samples
                  .computeIfAbsent(op.kind(), _ -> new EnumMap<>(Precision.class))
                  .computeIfAbsent(precision, _ -> new ArrayList<>())
                  .add(alone(op)));
    }
    return samples;
  }

  /** None where some operation of the program has no such type. */
  private static Stream<Op> operations(Supplier<Program> program) {
    try {
      return program.get().ops().stream();
    } catch (ProgramException e) {
      return Stream.empty();
    }
  }

  private static Program alone(Op op) {
    return new Program(
        op.kind(),
        List.of(op),
        List.copyOf(Set.copyOf(op.inputs())),
        op.outputs(),
        op.updates(),
        List.of());
  }

  private static String header(String first, List<String> rest) {
    return "| %s | %s |%n|%s|%n"
        .formatted(first, String.join(" | ", rest), "---|".repeat(rest.size()) + "---")
        .replace("\r", "");
  }

  private String table() {
    StringBuilder text =
        new StringBuilder(header("operation", targets.stream().map(Target::id).toList()));
    samples.forEach((kind, byPrecision) ->
        text.append("| %s | ".formatted(kind))
            .append(
                targets.stream()
                    .map(target -> cell(target, byPrecision))
                    .collect(Collectors.joining(" | ")))
            .append(" |\n"));
    return text.append(reasons()).toString();
  }

  /** The precisions; with a star where some operations of the kind are not supported. */
  private static String cell(Target target, Map<Precision, List<Program>> programs) {
    List<String> supported = new ArrayList<>();
    programs.forEach((precision, list) -> {
      long count = list.stream().filter(p -> target.unsupported(p, precision).isEmpty()).count();
      if (count > 0) {
        supported.add(precision.id() + (count < list.size() ? "\\*" : ""));
      }
    });
    return supported.isEmpty() ? "–" : String.join(" ", supported);
  }

  /** Why not, for the precisions that a target has; by reason which operations. */
  private String reasons() {
    StringBuilder text = new StringBuilder();
    for (Target target : targets) {
      Map<String, Set<String>> kinds = new TreeMap<>();
      samples.forEach((kind, byPrecision) ->
          byPrecision.forEach((precision, programs) -> {
            if (target.precisions().contains(precision)) {
              programs.stream()
                  .flatMap(p -> target.unsupported(p, precision).stream())
                  .map(OperationsPageTest::gist)
                  .forEach(why -> kinds.computeIfAbsent(why, _ -> new TreeSet<>()).add(kind));
            }
          }));
      if (!kinds.isEmpty()) {
        text.append("\n`%s`:\n\n".formatted(target.id()));
        kinds.forEach((why, of) -> text.append("- %s: %s\n".formatted(list(of), why)));
      }
    }
    return text.toString();
  }

  private String list(Set<String> kinds) {
    return kinds.size() > samples.size() / 2 + 2 ? "all others" : String.join(", ", kinds);
  }

  /** A reason without the operation that it was given for. */
  private static String gist(Unsupported unsupported) {
    return unsupported
        .reason()
        .replaceAll("(; got|: alpha|; k is) .*", "")
        .replaceAll(" in (tf32|bf16|f16|f8e4m3) is", " is");
  }

  @Test
  void everyOperationIsAskedFor() {
    assertThat(samples.keySet()).isEqualTo(Operations.names());
    assertThat(targets).extracting(Target::id).contains("cpu-scalar", "cuda", "opencl-fpga");
  }

  @Test
  @SuppressWarnings("SystemOut") // Printed for whoever reads the build's log.
  void thePageHasTheTable() throws Exception {
    String table = table();
    System.out.println(table);
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    Files.createDirectories(GENERATED.getParent());
    Files.writeString(
        GENERATED,
        page.substring(0, from) + "\n" + table + "\n" + page.substring(page.indexOf(END)));
    assertThat(page).isEqualTo(Files.readString(GENERATED));
  }
}
