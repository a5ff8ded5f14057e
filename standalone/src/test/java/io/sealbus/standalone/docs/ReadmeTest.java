package io.sealbus.standalone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.standalone.Sealbus;
import io.sealbus.standalone.server.Services;
import io.sealbus.testkit.TestKey;
import io.sealbus.verification.openshift.Admission;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the README tells a newcomer to type is what the command takes. */
class ReadmeTest {
  private static final Pattern COMMAND = Pattern.compile("(?m)^(?:`)?bin/sealbus ([^`\\n]*)");
  private static final Pattern INLINE = Pattern.compile("`bin/sealbus ([^`]*)`");
  private static final Pattern SETTING = Pattern.compile("--set ([a-z.-]+)=");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");
  private static final Path ROOT = Path.of(System.getProperty("sealbus.root"));

  private String readme;

  @BeforeEach
  void read() throws IOException {
    readme = Files.readString(ROOT.resolve("README.md")).replace("\\\n", " ");
  }

  private List<String> commands() {
    var commands = new ArrayList<String>();
    for (Pattern pattern : List.of(COMMAND, INLINE)) {
      Matcher matcher = pattern.matcher(readme);
      while (matcher.find()) {
        commands.add(matcher.group(1).strip());
      }
    }
    return commands;
  }

  @Test
  void everyCommandIsOneThatSealbusTakes() {
    assertThat(commands()).hasSizeGreaterThan(8);
    for (String command : commands()) {
      assertThat(Sealbus.commandLine().parseArgs(command.split("\\s+")).hasSubcommand())
          .as(command)
          .isTrue();
    }
  }

  @Test
  void everySettingIsOneThatSealbusKnows() {
    List<String> known = Services.keys().stream().map(key -> key.name()).toList();
    var named = new ArrayList<String>();
    Matcher matcher = SETTING.matcher(readme);
    while (matcher.find()) {
      named.add(matcher.group(1));
    }

    assertThat(named).isNotEmpty().allSatisfy(name -> assertThat(known).contains(name));
  }

  @Test
  void policyOfTheTourIsAdmitted() {
    String yaml = readme.substring(readme.indexOf("<<POLICY\n") + 9, readme.indexOf("\nPOLICY\n"));
    String pem = TestKey.of(TestKey.Kind.P256, "readme").publicKeyPem();
    String keyData = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    byte[] document = yaml.replaceAll("\\$\\(.*\\)", keyData).getBytes(StandardCharsets.UTF_8);

    assertThat(Documents.read(document, Limits.DEFAULT))
        .isInstanceOfSatisfying(
            Reading.Read.class,
            read -> {
              var nodes = (List<?>) read.value();
              assertThat(Resource.of((Node) nodes.get(0)))
                  .isInstanceOfSatisfying(
                      Reading.Read.class,
                      resource ->
                          assertThat(Admission.newest().admit((Resource) resource.value()))
                              .isInstanceOf(Admission.Admitted.class));
            });
  }

  @Test
  void everyLinkIntoTheProjectLeadsSomewhere() {
    Matcher matcher = LINK.matcher(readme);
    var missing = new ArrayList<String>();
    while (matcher.find()) {
      if (!Files.exists(ROOT.resolve(matcher.group(1)))) {
        missing.add(matcher.group(1));
      }
    }
    assertThat(missing).isEmpty();
  }
}
