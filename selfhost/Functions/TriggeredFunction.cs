using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Hookwork.SelfHost.Functions;

/// <summary>A method with <c>[Function]</c>, and the parameter that triggers it.</summary>
internal sealed class TriggeredFunction
{
    private TriggeredFunction(string name, MethodInfo method, ParameterInfo parameter, TriggerBindingAttribute trigger)
    {
        Name = name;
        Method = method;
        Parameter = parameter;
        Trigger = trigger;
        Kind = trigger switch
        {
            HttpTriggerAttribute => TriggerKind.Http,
            TimerTriggerAttribute => TriggerKind.Timer,
            QueueTriggerAttribute => TriggerKind.Queue,
            _ => throw Unfit($"is triggered by {trigger.GetType().Name}, which selfhost does not support"),
        };
        CheckResult();
    }

    public string Name { get; }

    public MethodInfo Method { get; }

    public ParameterInfo Parameter { get; }

    public TriggerBindingAttribute Trigger { get; }

    public TriggerKind Kind { get; }

    /// <summary>The Flex Consumption scale group: all HTTP functions together, every other function alone.</summary>
    public string Group => Kind == TriggerKind.Http ? SelfHostOptions.HttpGroup : Name;

    /// <summary>The functions of the classes, ordered by name.</summary>
    /// <exception cref="SelfHostException">Selfhost does not support a function's trigger, parameters or return type,
    /// or two functions share a name.</exception>
    public static IReadOnlyList<TriggeredFunction> Find(IEnumerable<Type> classes)
    {
        var functions = classes
            .SelectMany(type =>
                type.GetMethods(
                    BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly
                )
            )
            .Select(method => (Method: method, Function: method.GetCustomAttribute<FunctionAttribute>()))
            .Where(found => found.Function is not null)
            .Select(found => From(found.Function!.Name, found.Method))
            .OrderBy(function => function.Name, StringComparer.Ordinal)
            .ToList();
        if (
            functions
                .CountBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
                .FirstOrDefault(name => name.Value > 1) is
            { Key: { } twice }
        )
            throw new SelfHostException($"Two functions are named {twice}: give each its own name.");
        return functions;
    }

    /// <summary>The exception for a function that selfhost cannot run.</summary>
    public SelfHostException Unfit(string how) =>
        new($"The function {Name} ({Method.DeclaringType}.{Method.Name}) {how}.");

    private static TriggeredFunction From(string name, MethodInfo method)
    {
        var triggers = method
            .GetParameters()
            .Select(parameter =>
                (Parameter: parameter, Trigger: parameter.GetCustomAttribute<TriggerBindingAttribute>())
            )
            .Where(found => found.Trigger is not null)
            .ToList();
        return triggers is [var (parameter, trigger)]
            ? new TriggeredFunction(name, method, parameter, trigger!)
            : throw new SelfHostException(
                $"The function {name} ({method.DeclaringType}.{method.Name}) needs one trigger and has {triggers.Count}."
            );
    }

    private void CheckResult()
    {
        var result = Method.ReturnType;
        if (result.IsGenericType && result.GetGenericTypeDefinition() == typeof(Task<>))
            result = result.GenericTypeArguments[0];
        if (result == typeof(void) || result == typeof(Task))
            return;
        if (Kind == TriggerKind.Http && result.IsAssignableTo(typeof(IResult)))
            return;
        throw Unfit(
            Kind == TriggerKind.Http
                ? $"returns {Method.ReturnType}: an HTTP function returns an IResult or nothing, or a Task of it"
                : $"returns {Method.ReturnType}: a {Kind.ToString().ToLowerInvariant()} function returns nothing or a Task"
        );
    }
}
