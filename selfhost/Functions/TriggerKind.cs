namespace Hookwork.SelfHost.Functions;

/// <summary>The kind of a function's trigger.</summary>
internal enum TriggerKind
{
    Http,
    Timer,
    Queue,
}
