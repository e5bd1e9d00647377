using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Hookwork.SelfHost.Output;

/// <summary>Writes log entries as plain lines: time, level, category, message, then the exception.</summary>
internal sealed class LineLogger(Action<string> write) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) =>
        new Lines(write, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void Dispose() { }

    private sealed class Lines(Action<string> write, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var time = DateTime.UtcNow.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
            var line = $"{time}Z {Name(logLevel)} {category}: {formatter(state, exception)}";
            write(exception is null ? line : line + Environment.NewLine + exception);
        }

        private static string Name(LogLevel level) =>
            level switch
            {
                LogLevel.Trace => "trace",
                LogLevel.Debug => "debug",
                LogLevel.Information => "info",
                LogLevel.Warning => "warning",
                LogLevel.Error => "error",
                _ => "critical",
            };
    }
}
