"""The program that serves the site: granian's workers around one listener, which stops, reloads and refuses in order.

Nothing here imports Django: workers read the code of the site anew after a reload.
"""
