Console.WriteLine("selfhost");
