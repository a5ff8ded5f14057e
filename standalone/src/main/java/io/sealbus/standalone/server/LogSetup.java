package io.sealbus.standalone.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import io.sealbus.broker.EmbeddedBroker;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go. Warnings and errors to standard error; where there is a data directory,
 * everything from INFO on to a file in it. Found by Logback as a service, so that no configuration
 * file is read at each start.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{30} %msg %kvp%n%ex{12}";
  private static final String FILE = "file";
  private static final int FILES = 5;
  private static final FileSize FILE_SIZE = FileSize.valueOf("10MB");

  /** For Logback. */
  public LogSetup() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    console(context, Level.WARN);
    quieten(context);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Prints from {@code level} on to standard error: a level's name, or anything for DEBUG. */
  public static void print(String level) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Level wanted = Level.toLevel(level, Level.DEBUG);
    context.getLogger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
    console(context, wanted);
    context.getLogger("io.sealbus").setLevel(lower(wanted, Level.INFO));
  }

  /** Writes from INFO on to {@code logs/sealbus.log} under {@code data}, at most 60 MB in all. */
  public static Path keepIn(Path data) {
    Path file = data.resolve("logs").resolve("sealbus.log");
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var appender = new RollingFileAppender<ILoggingEvent>();
    appender.setName(FILE);
    appender.setFile(file.toString());
    appender.setRollingPolicy(window(context, appender, file));
    appender.setTriggeringPolicy(size(context));
    appender.addFilter(from(Level.INFO));
    start(context, appender);
    return file;
  }

  /** Closes the file; later lines go to standard error only. */
  static void stopKeeping() {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var appender = root.getAppender(FILE);
    if (appender != null) {
      root.detachAppender(appender);
      appender.stop();
    }
  }

  private static void console(LoggerContext context, Level level) {
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setTarget("System.err");
    appender.addFilter(from(level));
    start(context, appender);
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(lower(level, Level.INFO));
  }

  private static void quieten(LoggerContext context) {
    EmbeddedBroker.LOG_LEVELS.forEach(
        (name, level) -> context.getLogger(name).setLevel(Level.toLevel(level)));
    // Both advise what was decided otherwise, at each start.
    context.getLogger("org.apache.kafka.streams.StreamsConfig").setLevel(Level.ERROR);
    context
        .getLogger("org.apache.kafka.streams.processor.internals.StateDirectory")
        .setLevel(Level.ERROR);
    context.getLogger("io.netty").setLevel(Level.WARN);
    context.getLogger("com.zaxxer.hikari").setLevel(Level.WARN);
  }

  private static Level lower(Level a, Level b) {
    return a.toInt() < b.toInt() ? a : b;
  }

  private static void start(LoggerContext context, OutputStreamAppender<ILoggingEvent> appender) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
  }

  private static ThresholdFilter from(Level level) {
    var filter = new ThresholdFilter();
    filter.setLevel(level.toString());
    filter.start();
    return filter;
  }

  private static FixedWindowRollingPolicy window(
      LoggerContext context, RollingFileAppender<ILoggingEvent> appender, Path file) {
    var policy = new FixedWindowRollingPolicy();
    policy.setContext(context);
    policy.setParent(appender);
    policy.setFileNamePattern(file + ".%i");
    policy.setMinIndex(1);
    policy.setMaxIndex(FILES);
    policy.start();
    return policy;
  }

  private static SizeBasedTriggeringPolicy<ILoggingEvent> size(LoggerContext context) {
    var policy = new SizeBasedTriggeringPolicy<ILoggingEvent>();
    policy.setContext(context);
    policy.setMaxFileSize(FILE_SIZE);
    policy.start();
    return policy;
  }
}
