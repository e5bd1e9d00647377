using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.SelfHost.Functions;

/// <summary>Invokes a function: creates its class from the services, binds its parameters, awaits its task.</summary>
internal sealed class FunctionInvoker
{
    private readonly ObjectFactory? _create;
    private readonly MethodInvoker _invoke;
    private readonly PropertyInfo? _result;
    private readonly Func<object, CancellationToken, object?>[] _binders;
    private readonly TimeSpan? _timeout;

    /// <param name="function">The function.</param>
    /// <param name="value">The type of the trigger's value, which its parameter has, too.</param>
    /// <param name="timeout">The time after which the function's token is cancelled.</param>
    /// <exception cref="SelfHostException">Selfhost cannot bind a parameter.</exception>
    public FunctionInvoker(TriggeredFunction function, Type value, TimeSpan? timeout)
    {
        _create = function.Method.IsStatic
            ? null
            : ActivatorUtilities.CreateFactory(function.Method.DeclaringType!, Type.EmptyTypes);
        _invoke = MethodInvoker.Create(function.Method);
        _result = function.Method.ReturnType.IsGenericType
            ? function.Method.ReturnType.GetProperty(nameof(Task<>.Result))
            : null;
        _timeout = timeout;
        _binders = [.. function.Method.GetParameters().Select(Binder)];

        Func<object, CancellationToken, object?> Binder(ParameterInfo parameter)
        {
            if (parameter.ParameterType == typeof(CancellationToken))
                return (_, cancellationToken) => cancellationToken;
            if (parameter == function.Parameter && parameter.ParameterType == value)
                return (source, _) => source;
            throw function.Unfit(
                $"has a parameter {parameter.ParameterType} {parameter.Name}, which selfhost cannot bind"
            );
        }
    }

    /// <summary>Invokes the function once.</summary>
    /// <param name="services">The scope that provides the class's services.</param>
    /// <param name="source">The trigger's value.</param>
    /// <param name="cancellationToken">Cancels the function.</param>
    /// <returns>The function's result; <see langword="null"/> if it returns none.</returns>
    public async Task<object?> InvokeAsync(
        IServiceProvider services,
        object source,
        CancellationToken cancellationToken
    )
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_timeout is { } timeout)
            limited.CancelAfter(timeout);

        var arguments = new object?[_binders.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = _binders[i](source, limited.Token);

        var instance = _create?.Invoke(services, null);
        try
        {
            var returned = _invoke.Invoke(instance, arguments.AsSpan());
            if (returned is not Task task)
                return returned;
            await task;
            return _result?.GetValue(task);
        }
        finally
        {
            if (instance is IAsyncDisposable asyncDisposable)
                await asyncDisposable.DisposeAsync();
            else
                (instance as IDisposable)?.Dispose();
        }
    }
}
