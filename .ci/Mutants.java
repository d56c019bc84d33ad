import java.security.MessageDigest;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Changes the main code a little, one change at a time, and runs the tests of its package each time: a change that no test notices (a
 * surviving mutant) shows a missing test or needless code. PIT does the work, with its default mutators; this names the packages, keeps
 * each package's result until a source changes, and compares the survivors with those accepted in {@code .ci/mutants-accepted.txt}.
 *
 * <p>Arguments: names of packages as they are printed, all if none is given.
 *
 * <p>Exit code 0: at least {@value #WANTED} % of each package killed, and each accepted mutant still survives. 1: not so. 2: an argument
 * is wrong. 5: Maven failed.
 */
static final int WANTED = 90;

/** JVMs that test mutants side by side, one a processor; more than so many wait for each other's memory. */
static final int MAX_THREADS = 8;

/** A package, without the packages below it, and the tests that must kill its mutants; those tagged slow stay out. */
record Unit(String name, String module, String tests) {
  String packageName() {
    return "assay." + name;
  }

  Path folder() {
    return Path.of(module, "target", "mutants", name);
  }
}

static final List<Unit> UNITS =
    List.of(
        new Unit("core.stats", "bench-core", "assay.core.stats.*Test"),
        new Unit("core.stats.changepoint", "bench-core", "assay.core.stats.changepoint.*Test"),
        new Unit("core.telemetry", "bench-core", "assay.core.telemetry.*Test"),
        new Unit(
            "core.oracle",
            "bench-core",
            "assay.core.oracle.*Test,assay.core.testing.EffectiveBitsTest,assay.core.harness.HardInputChecksTest"),
        new Unit(
            "core.oracle.op",
            "bench-core",
            "assay.core.oracle.*Test,assay.core.testing.TightnessTest,assay.core.testing.EveryOperationTest"),
        new Unit("core.record", "bench-core", "assay.core.record.*Test"),
        new Unit("core.record.json", "bench-core", "assay.core.record.*Test"),
        new Unit("core.record.store", "bench-core", "assay.core.record.*Test"),
        new Unit("report.compare", "report", "assay.report.compare.*Test"),
        new Unit("report.gate", "report", "assay.report.gate.*Test"));

/** What names a mutant across edits elsewhere: the line's text in place of its number; the ordinal tells twins on one line apart. */
record Mutant(String place, String change, String line, int ordinal) {
  @Override
  public String toString() {
    return place + "\n    " + line + "\n    " + change + (ordinal == 1 ? "" : " (" + ordinal + ")");
  }
}

record Result(Mutant mutant, String status, int lineNumber) {
  boolean killed() {
    return !status.equals("SURVIVED") && !status.equals("NO_COVERAGE");
  }
}

void main(String[] arguments) throws Exception {
  List<String> names = UNITS.stream().map(Unit::name).toList();
  for (String argument : arguments) {
    if (!names.contains(argument)) {
      System.err.println("mutants: no package " + argument + " here; there are " + String.join(", ", names));
      System.exit(2);
    }
  }
  Map<Mutant, String> accepted = accepted(Path.of(".ci/mutants-accepted.txt"));
  boolean passed = true;
  List<String> table = new ArrayList<>();
  for (Unit unit : UNITS) {
    if (arguments.length > 0 && !List.of(arguments).contains(unit.name)) {
      continue;
    }
    List<Result> results = results(unit);
    List<Result> survivors = results.stream().filter(result -> !result.killed()).toList();
    Set<Mutant> surviving = new HashSet<>();
    survivors.forEach(survivor -> surviving.add(survivor.mutant));
    long unexplained = survivors.stream().filter(survivor -> !accepted.containsKey(survivor.mutant)).count();
    long timedOut = results.stream().filter(result -> result.status.equals("TIMED_OUT")).count();
    int killed = results.size() - survivors.size();
    double percent = 100.0 * killed / results.size();
    passed &= percent >= WANTED;
    table.add(
        String.format(
            Locale.ROOT,
            "%-22s %4d of %4d killed, %5.1f %% (%d by time-out); %d survivors: %d accepted, %d without a reason",
            unit.name,
            killed,
            results.size(),
            percent,
            timedOut,
            survivors.size(),
            survivors.size() - unexplained,
            unexplained));
    for (Result survivor : survivors) {
      String reason = accepted.get(survivor.mutant);
      IO.println(
          (reason == null ? "SURVIVED " : "accepted ") + survivor.mutant + ", line " + survivor.lineNumber
              + (survivor.status.equals("NO_COVERAGE") ? ", which no test runs" : "")
              + (reason == null ? "" : "\n    = " + reason));
    }
    for (Mutant mutant : accepted.keySet()) {
      boolean here = mutant.place.substring(0, mutant.place.lastIndexOf('.', mutant.place.indexOf('#'))).equals(unit.packageName());
      if (here && !surviving.contains(mutant)) {
        passed = false;
        IO.println("GONE     " + mutant + "\n    Accepted, but killed or no longer made: remove it from .ci/mutants-accepted.txt");
      }
    }
  }
  table.forEach(IO::println);
  System.exit(passed ? 0 : 1);
}

/** A package's results: those kept, if no source has changed since, else those of a new run. */
List<Result> results(Unit unit) throws Exception {
  Path kept = unit.folder().resolve("mutations.xml");
  Path keyFile = unit.folder().resolve("sources.sha256");
  String key = key(unit);
  if (Files.exists(kept) && Files.exists(keyFile) && Files.readString(keyFile).equals(key)) {
    return read(kept);
  }
  long start = System.nanoTime();
  System.err.println("mutants: " + unit.name + " …");
  Files.createDirectories(unit.folder());
  Files.deleteIfExists(keyFile);
  Path log = unit.folder().resolve("maven.log");
  int exit =
      new ProcessBuilder(
              "mvn", "-B", "-ntp", "-pl", unit.module, "-am",
              "test-compile", "org.pitest:pitest-maven:mutationCoverage",
              // A package's own classes only: "*" would take those of the packages below too.
              "-DtargetClasses=~" + unit.packageName().replace(".", "\\.") + "\\.[A-Z].*",
              "-DtargetTests=" + unit.tests,
              "-Dthreads=" + Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()),
              "-DreportsDirectory=${project.basedir}/target/mutants/" + unit.name)
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start()
          .waitFor();
  if (exit != 0 || !Files.exists(kept)) {
    System.err.println("mutants: Maven failed at " + unit.name + ", its output is in " + log.toAbsolutePath());
    System.exit(5);
  }
  if (key.equals(key(unit))) {
    Files.writeString(keyFile, key);
  }
  System.err.println("mutants: " + unit.name + " took " + (System.nanoTime() - start) / 1_000_000_000 + " s");
  return read(kept);
}

/** A hash of everything that a package's result may depend on: all sources of its module and of core. */
String key(Unit unit) throws Exception {
  MessageDigest hash = MessageDigest.getInstance("SHA-256");
  hash.update(unit.toString().getBytes(StandardCharsets.UTF_8));
  for (Path root : List.of(Path.of("pom.xml"), Path.of("bench-core", "src"), Path.of(unit.module, "src"))) {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        hash.update(file.toString().getBytes(StandardCharsets.UTF_8));
        hash.update(Files.readAllBytes(file));
      }
    }
  }
  return HexFormat.of().formatHex(hash.digest());
}

List<Result> read(Path xml) throws Exception {
  var nodes = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile()).getElementsByTagName("mutation");
  List<Element> elements = new ArrayList<>();
  for (int i = 0; i < nodes.getLength(); i++) {
    elements.add((Element) nodes.item(i));
  }
  elements.sort(
      Comparator.comparing((Element element) -> text(element, "mutatedClass"))
          .thenComparing(element -> Integer.valueOf(text(element, "lineNumber")))
          .thenComparing(element -> Integer.valueOf(text(element, "index"))));
  Map<Mutant, Integer> twins = new HashMap<>();
  Map<Path, List<String>> sources = new HashMap<>();
  List<Result> results = new ArrayList<>();
  for (Element element : elements) {
    String className = text(element, "mutatedClass");
    String packageName = className.substring(0, className.lastIndexOf('.'));
    Path module = xml.getName(0);
    Path source = module.resolve("src/main/java", packageName.replace('.', '/'), text(element, "sourceFile"));
    if (!sources.containsKey(source)) {
      sources.put(source, Files.readAllLines(source));
    }
    int number = Integer.parseInt(text(element, "lineNumber"));
    Mutant first =
        new Mutant(
            className + "#" + text(element, "mutatedMethod"),
            text(element, "description"),
            sources.get(source).get(number - 1).strip(),
            1);
    int ordinal = twins.merge(first, 1, Integer::sum);
    results.add(
        new Result(
            new Mutant(first.place, first.change, first.line, ordinal), element.getAttribute("status"), number));
  }
  return results;
}

String text(Element element, String tag) {
  return element.getElementsByTagName(tag).item(0).getTextContent();
}

/** Entries of four lines: place, line, change, reason after "=". Lines with # and empty ones are not read. */
Map<Mutant, String> accepted(Path file) throws IOException {
  List<String> lines =
      Files.readAllLines(file).stream().filter(line -> !line.isBlank() && !line.startsWith("#")).map(String::strip).toList();
  Map<Mutant, String> accepted = new LinkedHashMap<>();
  for (int i = 0; i < lines.size(); i += 4) {
    if (i + 4 > lines.size() || !lines.get(i).contains("#") || !lines.get(i + 3).startsWith("= ")) {
      System.err.println("mutants: " + file + ": expected an entry of four lines (place, line, change, = reason) at: " + lines.get(i));
      System.exit(2);
    }
    String change = lines.get(i + 2).replaceFirst(" \\(\\d+\\)$", "");
    int ordinal = change.equals(lines.get(i + 2)) ? 1 : Integer.parseInt(lines.get(i + 2).substring(change.length() + 2).replace(")", ""));
    accepted.put(new Mutant(lines.get(i), change, lines.get(i + 1), ordinal), lines.get(i + 3).substring(2));
  }
  return accepted;
}
