namespace Hookwork.Tests.Ingest;

/// <summary>A simulated crash of the process.</summary>
internal sealed class CrashException : Exception;
