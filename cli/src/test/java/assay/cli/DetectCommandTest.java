package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code assay detect} and {@code assay evaluate detector}. */
class DetectCommandTest {
  @TempDir Path folder = Path.of("");

  private Path file(String content) throws IOException {
    Path file = folder.resolve("series.csv");
    Files.writeString(file, content);
    return file;
  }

  private static Cli.Answer detect(Path file, String... more) {
    List<String> arguments = new ArrayList<>(List.of("detect", file.toString()));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private static JsonNode json(Cli.Answer answer) {
    assertThat(answer.code()).as(answer.all()).isZero();
    return JsonMapper.shared().readTree(answer.out());
  }

  /** 100 to 102, and a tenth more from row 20 on. */
  private static double value(int row) {
    return (100 + row % 3) * (row < 20 ? 1 : 1.1);
  }

  private static String rows(String header, IntFunction<String> row) {
    return IntStream.range(0, 40)
        .mapToObj(row)
        .collect(Collectors.joining("\n", header + "\n", "\n"));
  }

  private static String timed() {
    return rows("time,value", i -> "2026-10-01T04:" + (10 + i) + ":00Z," + value(i));
  }

  @Test
  void aStepIsAChangeWithItsPlaceAndSize() throws IOException {
    JsonNode series = json(detect(file(timed()), "--json", "--direction", "lower"));
    assertThat(series.size()).isEqualTo(1);
    assertThat(series.get(0).get("series").asString()).isEqualTo("value");
    assertThat(series.get(0).get("points").asInt()).isEqualTo(40);
    JsonNode changes = series.get(0).get("changes");
    assertThat(changes.size()).isEqualTo(1);
    JsonNode change = changes.get(0);
    assertThat(change.get("index").asInt()).isEqualTo(20);
    assertThat(change.get("line").asInt()).isEqualTo(22);
    assertThat(change.get("time").asString()).isEqualTo("2026-10-01T04:30:00Z");
    assertThat(change.get("before").asDouble()).isEqualTo(101);
    assertThat(change.get("after").asDouble()).isEqualTo(101 * 1.1);
    assertThat(change.get("change").asDouble()).isBetween(0.0999, 0.1001);
    assertThat(change.get("score").asDouble()).isGreaterThan(10);
    assertThat(change.get("votes").asInt()).isEqualTo(3);
    assertThat(change.get("verdict").asString()).isEqualTo("WORSE");
    Cli.Answer text = detect(file(timed()), "--direction", "higher");
    assertThat(text.code()).isZero();
    assertThat(text.out())
        .containsPattern("value +20 +2026-10-01T04:30:00Z +101.00 +111.10 +.10.0.% .*BETTER");
  }

  /** All these files hold the same series. */
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void theFormOfAFileDoesNotMatter(String ends) throws IOException {
    String expected = json(detect(file(timed()), "--json")).get(0).get("changes").toString();
    List<String> forms =
        List.of(
            timed().replace("\n", ends),
            "\uFEFF" + timed().replace("\n", ends),
            timed().replace(',', ';').replace("\n", ends),
            timed().replace(',', '\t').replace("\n", ends),
            timed()
                .replace("time,value", "\"time\", \"value\"".replace(", ", ","))
                .replace("\n", ends),
            timed().strip().replace("\n", ends));
    for (String form : forms) {
      assertThat(json(detect(file(form), "--json")).get(0).get("changes").toString())
          .as(form)
          .isEqualTo(expected);
    }
  }

  @Test
  void valuesAloneHaveNoTime() throws IOException {
    JsonNode change =
        json(detect(file(rows("value", i -> "" + value(i))), "--json"))
            .get(0)
            .get("changes")
            .get(0);
    assertThat(change.get("index").asInt()).isEqualTo(20);
    assertThat(change.get("time").isNull()).isTrue();
    assertThat(change.get("verdict").isNull()).isTrue();
  }

  /** Each series is judged by itself: in whatever order, wide or long, with gaps or not. */
  @Test
  void seriesOfOneFileDoNotTouchEachOther() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    double[] quiet = random.doubles(40, 9, 11).toArray();
    JsonNode wide =
        json(detect(file(rows("time,a,b", i -> i + "," + value(i) + "," + quiet[i])), "--json"));
    JsonNode turned =
        json(detect(file(rows("b,time,a", i -> quiet[i] + "," + i + "," + value(i))), "--json"));
    JsonNode rows =
        json(
            detect(
                file(
                    rows(
                        "series,time,value",
                        i -> "a," + i + "," + value(i) + "\nb," + i + "," + quiet[i])),
                "--json"));
    assertThat(wide.get(0).get("changes").get(0).get("index").asInt()).isEqualTo(20);
    assertThat(wide.get(1).get("changes").size()).isZero();
    assertThat(turned.get(1)).isEqualTo(wide.get(0));
    assertThat(turned.get(0)).isEqualTo(wide.get(1));
    assertThat(rows.get(0).get("changes").get(0).get("score"))
        .isEqualTo(wide.get(0).get("changes").get(0).get("score"));
    JsonNode gap =
        json(
            detect(
                file(rows("time,a,b", i -> i + "," + value(i) + "," + (i < 5 ? "" : quiet[i]))),
                "--json"));
    assertThat(gap.get(0)).isEqualTo(wide.get(0));
    assertThat(gap.get(1).get("points").asInt()).isEqualTo(35);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is empty",
        "time,value\\n | has no values below its header",
        "1,2\\n2,3\\n | :1: no header",
        "3.5\\n3.6\\n | :1: no header",
        "'time,value\\n1,2\\n2\\n' | :3: 1 fields, but the header has 2",
        "'time,value\\n1,2\\n2,3,5\\n' | :3: 3 fields, but the header has 2; numbers need a decimal point",
        "'time;value\\n1;2\\n2;3,5\\n' | :3: '3,5' has a decimal comma",
        "'time,value\\n1,2\\n2,\"3,5\"\\n' | :3: '3,5' has a decimal comma",
        "'time,value\\n1,2\\n2,NaN\\n' | :3: the value NaN is not finite",
        "'time,value\\n1,2\\n2,-inf\\n' | :3: the value -inf is not finite",
        "'time,value\\n1,2\\n2,1e999\\n' | :3: the value 1e999 is not finite",
        "'time,value\\n1,2\\n2,1e301\\n' | :3: the value 1e301 is above",
        "'time,value\\n1,2\\n2,-3\\n' | :3: the value -3 is below 0; add --signed",
        "'time,value\\n1,2\\n2,3 ms\\n' | :3: '3 ms' is not a number; a unit needs a column 'unit'",
        "'time,value\\n1,2\\n2,0x1p3\\n' | :3: '0x1p3' is not a number",
        "'time,value\\n1,2\\n2,\\n' | :3: no value",
        "'time,value\\n2,2\\n1,3\\n' | :3: the time 1 of 'value' is before that of line 2; sort the file",
        "'time,value\\n1,2\\n1.0,3\\n' | :3: the time 1.0 of 'value' is that of line 2",
        "'time,value\\n2026-10-02,2\\n2026-10-01,3\\n' | :3: the time 2026-10-01 of 'value' is before",
        "'time,value\\n2026-10-02T01:00:00+01:00,2\\n2026-10-02 00:00:00,3\\n' | :3: the time 2026-10-02 00:00:00 of 'value' is that of line 2",
        "'time,value\\n2026-10-02,2\\n3,3\\n' | :3: the time '3' is of another kind",
        "'time,value\\nmonday,2\\n' | :2: the time 'monday' is neither a number nor a date",
        "'time,value,unit\\n1,2,s\\n2,3,ms\\n' | :3: the unit of 'value' is 'ms' here and 's' in line 2",
        "'series,value\\na,2\\n,3\\n' | :3: no name in column 'series'",
        "'series,time,a,b\\nx,1,2,3\\n' | :1: with a column 'series' or 'unit'",
        "'time,a,a\\n1,2,3\\n' | :1: two columns are named 'a'",
        "'time,,b\\n1,2,3\\n' | :1: column 2 has no name",
        "'time\\n1\\n2\\n' | :1: no column of values beside time",
        "'time,value\\n1,\"2\\n' | is no CSV",
      })
  void whatCannotBeMeantIsRefusedWithItsLine(String content, String said) throws IOException {
    Cli.Answer answer = detect(file(content.replace("\\n", "\n")), "--json");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err().lines()).hasSize(1);
    assertThat(answer.err()).contains("series.csv").contains(said);
  }

  @Test
  void bytesThatAreNoUtf8AreRefusedWithTheirLine() throws IOException {
    Path file = folder.resolve("latin.csv");
    Files.write(file, "time,Zähler\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(detect(file).err()).contains("latin.csv:1: not UTF-8");
    Files.write(file, "time,value\n1,2\n2,µ\n".getBytes(StandardCharsets.ISO_8859_1));
    Cli.Answer answer = detect(file);
    assertThat(answer.err()).contains("latin.csv:3: not UTF-8");
    assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
    Files.write(file, timed().getBytes(StandardCharsets.UTF_16));
    assertThat(detect(file).err()).contains("latin.csv:1: not UTF-8");
    assertThat(detect(folder.resolve("none.csv")).code()).isNotZero();
    assertThat(detect(folder.resolve("none.csv")).err()).contains("none.csv").contains("no such");
  }

  /** Nothing that could be judged is never "no change". */
  @ParameterizedTest
  @CsvSource({"1, 1 value; 10 are needed", "9, 9 values; 10 are needed", "30, all 30 values are 7"})
  void nothingJudgedIsInconclusive(int count, String said) throws IOException {
    Path file = file("value\n" + "7\n".repeat(count));
    Cli.Answer answer = detect(file);
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(answer.err()).contains("nothing was judged").contains(said);
    assertThat(answer.out()).contains("not judged: " + said);
    JsonNode json = JsonMapper.shared().readTree(detect(file, "--json").out());
    assertThat(json.get(0).get("notJudged").asString()).contains(said);
    assertThat(json.get(0).get("changes").size()).isZero();
  }

  @Test
  void aSeriesThatIsNotJudgedIsListedBesideOneThatIs() throws IOException {
    String content = rows("time,a,b,c", i -> i + "," + value(i) + ",," + (i < 3 ? "4" : ""));
    Cli.Answer answer = detect(file(content));
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(answer.out())
        .containsPattern("a +20 ")
        .containsPattern("b +not judged: 0 values; 10 are needed")
        .containsPattern("c +not judged: 3 values");
  }

  @Test
  void signedValuesHaveDifferencesOnly() throws IOException {
    Path file = file(rows("value", i -> "" + (value(i) - 105)));
    assertThat(detect(file).code()).isEqualTo(ExitCode.USAGE);
    JsonNode change =
        json(detect(file, "--signed", "--json", "--direction", "higher"))
            .get(0)
            .get("changes")
            .get(0);
    assertThat(change.get("change").isNull()).isTrue();
    assertThat(change.get("difference").asDouble()).isBetween(10.0999, 10.1001);
    assertThat(change.get("verdict").asString()).isEqualTo("BETTER");
  }

  @Test
  void aUnitIsShown() throws IOException {
    assertThat(detect(file(rows("value,unit", i -> value(i) + ",ms"))).out())
        .containsPattern("value \\(ms\\) +20");
  }

  @Test
  void theEvaluationComparesMethods() {
    Cli.Answer text = Cli.run("evaluate", "detector", "--series", "1");
    assertThat(text.out()).contains("ensemble").contains("Otava").contains("heavy-tailed");
    Cli.Answer answer = Cli.run("evaluate", "detector", "--series", "1", "--json");
    JsonNode rows = JsonMapper.shared().readTree(answer.out());
    assertThat(rows.get(0).get("method").asString()).isEqualTo("ENSEMBLE");
    assertThat(rows.get(0).get("result").get("series").asInt()).isEqualTo(32);
    assertThat(Cli.run("evaluate", "detector", "--series", "0").code()).isEqualTo(ExitCode.USAGE);
  }
}
