package assay.report.render.html;

import static org.assertj.core.api.Assertions.assertThat;

import assay.report.document.Document;
import assay.report.document.SampleDocument;
import assay.report.nightly.NightlyOverview;
import assay.report.testing.NightlyFixtures;
import assay.report.testing.SamplePages;
import assay.report.text.Language;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages in a real browser and before real checkers. */
class PagesInBrowserTest {
  @TempDir Path folder;

  private Path page(Document document, String script) throws IOException {
    String html = new HtmlRenderer().render(document);
    if (!script.isEmpty()) {
      // The page's own policy would refuse a script that is not its own.
      html =
          html.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "")
              .replace("</body>", "<script>" + script + "</script></body>");
    }
    return Files.writeString(folder.resolve("page.html"), html);
  }

  /** The pages that users get, and the one that has every block. */
  private Document shown(String page) throws IOException {
    return switch (page) {
      case "every-block" -> SampleDocument.of(Language.EN, 20);
      case "nights" -> SamplePages.nights(folder, Language.EN);
      case "judged" -> SamplePages.judged(folder, Language.EN);
      case "overview" ->
          new NightlyOverview(
                  List.of(NightlyFixtures.busy(), NightlyFixtures.throttled()),
                  Language.EN,
                  night -> "run-" + night.run().value() + ".html",
                  _ -> "run.html#trend-1")
              .document();
      case "profile" -> SamplePages.profile(Language.EN);
      case "profiled" -> SamplePages.profiled(Language.EN);
      case "example" -> SamplePages.example(Language.EN);
      case "dossier" -> SamplePages.dossier(folder, Language.EN);
      default -> throw new IllegalArgumentException(page);
    };
  }

  private Map<String, Document> documents() throws IOException {
    Map<String, Document> documents = new TreeMap<>();
    for (Language language : Language.values()) {
      documents.put(language.tag(), SampleDocument.of(language, 20));
    }
    Map.of(
            "script", HostileTextTest.SCRIPT,
            "attribute", HostileTextTest.ATTRIBUTE,
            "end", HostileTextTest.END,
            "controls", "a\0b\u001b\u202ec שלום",
            "long", "x".repeat(10_000))
        .forEach((name, text) -> documents.put(name, HostileTextTest.everywhere(text)));
    for (Language language : Language.values()) {
      Path own = Files.createDirectory(folder.resolve(language.tag()));
      documents.put("nights-" + language.tag(), SamplePages.nights(own, language));
      documents.put(
          "judged-" + language.tag(), SamplePages.judged(own.resolve("judged"), language));
      documents.put("dossier-" + language.tag(), SamplePages.dossier(own, language));
      documents.put("profiled-" + language.tag(), SamplePages.profiled(language));
    }
    documents.put("example", SamplePages.example(Language.EN));
    documents.put("profile", SamplePages.profile(Language.EN));
    return documents;
  }

  @Test
  void theValidatorFindsNoError() throws Exception {
    Path jar = Browser.tool("vnu-jar/build/dist/vnu.jar");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", jar.toString(), "--errors-only"));
    for (Map.Entry<String, Document> document : documents().entrySet()) {
      Path page = folder.resolve(document.getKey() + ".html");
      Files.writeString(page, new HtmlRenderer().render(document.getValue()));
      command.add(page.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "every-block, 1360, 1",
    "every-block, 1360, 0",
    "every-block, 500, 1",
    "nights, 1360, 1",
    "nights, 500, 0",
    "judged, 1360, 0",
    "overview, 500, 1",
    "example, 1360, 0",
    "profile, 1360, 1",
    "profiled, 500, 0",
    "dossier, 1360, 1",
    "dossier, 500, 0"
  })
  void axeFindsNoSeriousViolation(String name, int width, int scheme) throws Exception {
    Browser browser = Browser.find();
    String axe = Files.readString(Browser.tool("axe-core/axe.min.js"));
    String run =
        """
        document.querySelectorAll("details").forEach((fold) => (fold.open = true));
        axe.run().then((found) => {
          const serious = found.violations.filter((v) => v.impact === "serious" || v.impact === "critical");
          const text = serious.map((v) => v.id + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join(" | "));
          const report = document.createElement("pre");
          report.id = "axe";
          report.textContent = found.passes.length + " passed; " + text.join("; ");
          document.body.append(report);
        });
        """;
    Path page = page(shown(name), axe.replace("</script", "<\\/script") + ";\n" + run);
    Browser.Outcome outcome =
        browser.open(
            page,
            "--window-size=" + width + ",900",
            "--blink-settings=preferredColorScheme=" + scheme);
    Matcher report =
        Pattern.compile("(?s)<pre id=\"axe\">(\\d+) passed; (.*?)</pre>").matcher(outcome.dom());
    assertThat(report.find()).as("axe ran to its end: " + outcome.log()).isTrue();
    assertThat(Integer.parseInt(report.group(1))).isGreaterThan(15);
    assertThat(report.group(2)).isEmpty();
  }

  @Test
  void thePageRunsUnderItsOwnPolicyAndAsksForNothing() throws Exception {
    Browser.Outcome outcome = Browser.find().open(page(SampleDocument.of(Language.DE, 20), ""));
    assertThat(outcome.log()).doesNotContain("CONSOLE").doesNotContain("Refused");
    assertThat(outcome.dom())
        .contains("<th scope=\"col\" class=\"num\"><button type=\"button\">Zeit");
    assertThat(outcome.dom()).contains("aria-label=\"Zeilen filtern: Zellen der Nacht\"");
    assertThat(outcome.dom().split("type=\"search\"", -1)).as("one long table").hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {HostileTextTest.SCRIPT, HostileTextTest.ATTRIBUTE, HostileTextTest.END})
  void nothingFromARecordRuns(String text) throws Exception {
    Browser.Outcome outcome = Browser.find().open(page(HostileTextTest.everywhere(text), ""));
    assertThat(outcome.log()).doesNotContain("CONSOLE").doesNotContain("Refused");
    String body = outcome.dom().substring(outcome.dom().indexOf("<body"));
    assertThat(body)
        .doesNotContain("<img")
        .doesNotContainPattern("<[^>\"]*(\"[^\"]*\"[^>\"]*)*\\sonmouseover=");
  }

  /** What is wider than the window scrolls in a box of its own, never the page. */
  @ParameterizedTest
  @CsvSource({
    "nights, 500",
    "judged, 500",
    "overview, 500",
    "example, 500",
    "profile, 1280",
    "profiled, 500",
    "dossier, 500",
    "dossier, 1360"
  })
  void thePageIsNotWiderThanItsWindow(String name, int width) throws Exception {
    String script =
        """
        document.querySelectorAll("details").forEach((fold) => (fold.open = true));
        const line = document.createElement("p");
        line.textContent = "wide=" + document.documentElement.scrollWidth + " of " + innerWidth + ";";
        document.body.append(line);
        """;
    String dom =
        Browser.find().open(page(shown(name), script), "--window-size=" + width + ",900").dom();
    Matcher wide = Pattern.compile("<p>wide=(\\d+) of (\\d+);</p>").matcher(dom);
    assertThat(wide.find()).isTrue();
    assertThat(Integer.parseInt(wide.group(1)))
        .isLessThanOrEqualTo(Integer.parseInt(wide.group(2)));
  }

  @Test
  void headingsSortAndTheFieldFilters() throws Exception {
    String script =
        """
        const table = document.querySelector("#cells table");
        const keys = () => [...table.tBodies[0].rows].map((row) => row.cells[2].dataset.k);
        const press = () => table.tHead.rows[0].cells[2].querySelector("button").click();
        const say = (name, value) => {
          const line = document.createElement("p");
          line.textContent = name + "=" + value + ";";
          document.body.append(line);
        };
        const sorted = (list, sign) =>
          list.every((k, i) => i === 0 || sign * (Number(k) - Number(list[i - 1])) >= 0);
        const before = keys().join();
        press();
        const up = keys();
        say("up", sorted(up.filter((k) => k !== "none").slice(0, -1), 1));
        say("missing-last", up.slice(-4, -1).every((k) => k === "none"));
        say("total-last", up.at(-1) === "0.0123");
        say("aria", table.tHead.rows[0].cells[2].getAttribute("aria-sort"));
        press();
        say("down", sorted(keys().filter((k) => k !== "none").slice(0, -1), -1));
        press();
        say("as-before", keys().join() === before);
        const field = document.querySelector("#cells input");
        field.value = "UNAVAIL cuda";
        field.dispatchEvent(new Event("input"));
        say("shown", [...table.tBodies[0].rows].filter((row) => !row.hidden).length);
        say("said", document.querySelector("#cells output").textContent);
        """;
    String dom = Browser.find().open(page(SampleDocument.of(Language.EN, 20), script)).dom();
    assertThat(dom)
        .contains("<p>up=true;</p>")
        .contains("<p>missing-last=true;</p>")
        .contains("<p>total-last=true;</p>")
        .contains("<p>aria=ascending;</p>")
        .contains("<p>down=true;</p>")
        .contains("<p>as-before=true;</p>")
        .contains("<p>shown=3;</p>")
        .contains("<p>said=3 rows shown;</p>");
  }
}
