package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class RemedyTextTest {
  private static final Pattern LITERAL = Pattern.compile("\"(?:\\\\.|[^\"\\\\\n])*\"");

  private static Stream<CommandLine> all(CommandLine line) {
    return Stream.concat(
        Stream.of(line), line.getSubcommands().values().stream().flatMap(RemedyTextTest::all));
  }

  /** An option that no command has would send its reader astray. */
  @ParameterizedTest
  @EnumSource
  void everySettingIsAnOption(Remedy.Setting setting) {
    String text = RemedyText.of(new Remedy.Change(setting, "change it"));

    List<String> options =
        all(Assay.commandLine())
            .flatMap(c -> c.getCommandSpec().options().stream())
            .flatMap(o -> Arrays.stream(o.names()))
            .map(o -> "change it (" + o + ")")
            .toList();
    assertThat(options).contains(text);
  }

  @ParameterizedTest
  @EnumSource
  void everyTaskIsACommand(Remedy.Task task) {
    String text = RemedyText.of(new Remedy.Use(task, "do it"));

    List<String> commands =
        all(Assay.commandLine())
            .map(c -> "do it (" + c.getCommandSpec().qualifiedName())
            .filter(c -> !c.equals("do it (assay"))
            .toList();
    assertThat(commands).anyMatch(text::startsWith);
  }

  private static List<Remedy> nested() {
    Remedy budget = new Remedy.Change(Remedy.Setting.BUDGET, "raise the run's budget");
    Remedy smaller = new Remedy.Change(Remedy.Setting.WORKLOAD, "choose fewer cells");
    return List.of(
        new Remedy.AnyOf(budget, smaller), new Remedy.AllOf(List.of(budget, smaller, budget)));
  }

  @ParameterizedTest
  @MethodSource("nested")
  void severalAreJoined(Remedy several) {
    String between = several instanceof Remedy.AnyOf ? ", or " : "; ";

    assertThat(RemedyText.of(several))
        .isEqualTo("raise the run's budget (--budget)" + between + "choose fewer cells (-w)");
    assertThat(several.text()).isEqualTo("raise the run's budget" + between + "choose fewer cells");
  }

  /** Core and backends leave commands and options to this module. */
  @ParameterizedTest
  @ValueSource(strings = {"bench-core", "bench-cpu", "bench-gpu", "bench-fpga"})
  void noOtherModuleNamesACommandOrAnOption(String module) throws IOException {
    List<String> words =
        all(Assay.commandLine())
            .flatMap(c ->
                Stream.concat(
                    Stream.of(c.getCommandSpec().qualifiedName()),
                    c.getCommandSpec().options().stream().flatMap(o -> Arrays.stream(o.names()))))
            .filter(w -> w.startsWith("--") || w.startsWith("assay "))
            .filter(w -> !w.equals("--version") && !w.equals("--help"))
            .distinct()
            .toList();
    Path sources = Path.of("..", module, "src", "main", "java");
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        Matcher literal = LITERAL.matcher(Files.readString(file));
        while (literal.find()) {
          words.stream()
              .filter(w -> literal.group().matches(".*" + Pattern.quote(w) + "(?![\\w-]).*"))
              .forEach(w -> found.add(file.getFileName() + ": " + literal.group()));
        }
      }
    }
    assertThat(words).contains("--budget", "assay run");
    assertThat(sources).isDirectory();
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = "attach the power cables")
  void whatIsOutsideThisProgramIsSaidAsItIs(String text) {
    assertThat(RemedyText.of(new Remedy.Advice(text))).isEqualTo(text);
  }
}
