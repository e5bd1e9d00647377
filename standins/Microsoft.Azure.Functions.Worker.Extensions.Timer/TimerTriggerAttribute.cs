using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function on a schedule, on one instance of the app at a time.</summary>
/// <param name="schedule">An NCRONTAB expression of six fields, or <c>%Setting%</c> for the one in that app setting.</param>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>The NCRONTAB expression, or <c>%Setting%</c>.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Whether the last run is remembered, so that one missed while no instance ran is made up for.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function also runs whenever the app starts.</summary>
    public bool RunOnStartup { get; set; }
}
