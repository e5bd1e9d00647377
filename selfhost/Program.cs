return await Hookwork.SelfHost.SelfHostCommand.RunAsync(args);
