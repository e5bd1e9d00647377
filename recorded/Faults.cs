namespace Hookwork.Recorded;

/// <summary>What goes wrong on purpose.</summary>
public sealed class Faults
{
}
